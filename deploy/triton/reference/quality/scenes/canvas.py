"""What the scenes are painted with: noise, soft shapes, strokes and light on a canvas of 512 units' height."""
import numpy as np
from PIL import Image, ImageDraw
from scipy.ndimage import gaussian_filter, map_coordinates, zoom

OVERSAMPLING = 3


def ramp(t, stops):
    """Colours [...,3] along stops ((position, (r, g, b)), ...), linear between."""
    at, colors = [s[0] for s in stops], np.array([s[1] for s in stops], float)
    return np.stack([np.interp(t, at, colors[:, c]) for c in range(3)], -1)


def smooth(t, low, high):
    t = np.clip((t - low) / (high - low), 0, 1)
    return t * t * (3 - 2 * t)


class Canvas:
    """picture FLOAT [H,W,3]; x, y [H,W] and every length in units (1/512 of the height), whatever the pixels."""

    def __init__(self, height, width, seed):
        self.height, self.width, self.unit = height, width, height / 512
        self.y, self.x = (np.mgrid[0:height, 0:width] + 0.5) / self.unit
        self.wide = width / self.unit
        self.rng = np.random.default_rng(seed)
        self.picture = np.zeros((height, width, 3))

    def noise(self, scale, octaves=4):
        """Smooth noise [H,W], mean 0, deviation 1; features of `scale` units (or (tall, wide))."""
        tall, wide = np.broadcast_to(scale, 2) * self.unit
        total = np.zeros((self.height, self.width))
        for octave in range(octaves):
            cell = max(tall / 2 ** octave, 1), max(wide / 2 ** octave, 1)
            grid = self.rng.standard_normal([int(n / c) + 4 for n, c in zip(total.shape, cell)])
            total += zoom(grid, cell, order=3)[:self.height, :self.width][:self.height, :self.width] / 2 ** octave
        return (total - total.mean()) / total.std()

    def tile(self, side=256, octaves=5):
        """A function (v, u) -> noise there; the noise repeats after `side` in both. For surfaces in perspective."""
        total = np.zeros((side, side))
        for octave in range(octaves):
            layer = gaussian_filter(self.rng.standard_normal((side, side)), side / 24 / 2 ** octave, mode="wrap")
            total += layer / layer.std() / 2 ** octave
        total /= total.std()
        return lambda v, u: map_coordinates(total, [v % side, u % side], order=1, mode="grid-wrap")

    def inside(self, distance, softness=0.0):
        """1 where distance (units) < 0, 0 outside, over a pixel or `softness`."""
        return np.clip(0.5 - distance / max(softness, 1.2 / self.unit), 0, 1)

    def blur(self, image, radius):
        return gaussian_filter(image, (radius * self.unit,) * 2 + (0,) * (image.ndim - 2))

    def cover(self, color, alpha):
        """Paints a colour or an image over the picture where alpha [H,W]."""
        self.picture = self.picture * (1 - alpha[..., None]) + np.asarray(color) * alpha[..., None]

    def glow(self, color, amount):
        """Adds light as a lens does: bright parts saturate softly."""
        self.picture = 1 - (1 - np.clip(self.picture, 0, 1)) * (1 - np.clip(np.asarray(color) * amount[..., None], 0, 1))

    def strokes(self, shapes):
        """Draws (points, colour) polygons or (points, colour, width) lines, in order: (image [H,W,3], alpha [H,W])."""
        factor = OVERSAMPLING
        size = (self.width * factor, self.height * factor)
        color, mask = Image.new("RGB", size), Image.new("L", size)
        on_color, on_mask = ImageDraw.Draw(color), ImageDraw.Draw(mask)
        for points, tone, *width in shapes:
            flat = [tuple(p) for p in np.asarray(points, float) * self.unit * factor]
            fill = tuple(int(np.clip(c, 0, 1) * 255 + 0.5) for c in tone)
            if width:
                pen = max(1, round(width[0] * self.unit * factor))
                on_color.line(flat, fill, pen, joint="curve")
                on_mask.line(flat, 255, pen, joint="curve")
            else:
                on_color.polygon(flat, fill)
                on_mask.polygon(flat, 255)
        alpha = np.asarray(mask.reduce(factor), float) / 255
        image = np.asarray(color.reduce(factor), float) / 255
        return image / np.maximum(alpha, 1e-3)[..., None], alpha

    def mask(self, *polygons):
        return self.strokes([(p, (1, 1, 1)) for p in polygons])[1]

    def finish(self, grain=0.006, vignette=0.25):
        """Darker corners and a little grain; values in 0..1."""
        off = np.hypot((self.x / self.wide - 0.5) * 1.1, self.y / 512 - 0.5)
        lit = self.picture * (1 - vignette * smooth(off, 0.35, 0.85))[..., None]
        return np.clip(lit + self.rng.standard_normal(lit.shape) * grain, 0, 1)


def leaf(x, y, length, width, angle):
    """The outline of a leaf, [8,2]."""
    t = np.array([0, 0.25, 0.55, 0.85, 1, 0.85, 0.55, 0.25])
    side = np.array([0, 0.75, 1, 0.45, 0, -0.45, -1, -0.75]) * width / 2
    c, s = np.cos(angle), np.sin(angle)
    along = t * length
    return np.stack([x + along * c - side * s, y + along * s + side * c], 1)
