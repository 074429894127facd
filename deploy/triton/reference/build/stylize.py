"""Oil painting: anisotropic Kuwahara filter and the relief of brush strokes that run along the picture's edges.

J. E. Kyprianidis, H. Kang, J. Doellner, "Image and video abstraction by anisotropic Kuwahara filtering", Pacific
Graphics 2009, with the polynomial sector weights of J. E. Kyprianidis, "Image and video abstraction by multi-scale
anisotropic Kuwahara filtering", NPAR 2011: an ellipse along the local direction is cut into eight sectors; the mean of
each counts the more the less the sector varies. The ellipse is sampled at fixed points of the unit disc, so the sector
sums are one 1x1 convolution. Relief: B. Cabral, L. Leedom, "Imaging vector fields using line integral convolution",
SIGGRAPH 1993, of seeded noise along the same directions gives the height of the paint; light comes from the upper left.

Work goes by strips of rows so that memory does not grow with the picture; strips see the whole picture, so no seams.
"""
import math

import numpy as np

from . import codec
from .chance import shift
from .graph import FLOAT, loop, op
from .mathematics import (blur, channel, clamp, concat, convolve, halve, part, positions, reshape, size, soft_step, sqrt,
                          squared, to_float, total)
from .views import luma, resized

STRIP = 32
RINGS = ((0.0, 1, 0.0), (0.36, 7, 0.0), (0.68, 12, 0.2), (1.0, 16, 0.1))
SECTORS = 8
SHARPNESS = 8
STREAK = 17
STREAK_REACH = 2.4
BRISTLE = 0.30
NOISE_SIDE = 128
RADIUS_SHARE = 1 / 110


def disc():
    """[P,2] points of the unit disc and [8,P] normalised weights of each in the eight overlapping sectors."""
    points = np.array([(r * math.cos(a), r * math.sin(a)) for r, n, turn in RINGS
                       for a in (turn + 2 * math.pi * np.arange(n) / n)])
    zeta, eta = 0.33, 0.84
    weights = []
    for i in range(SECTORS):
        c, s = math.cos(2 * math.pi * i / SECTORS), math.sin(2 * math.pi * i / SECTORS)
        x, y = points @ [c, s], points @ [-s, c]
        inside = np.maximum(0, x + zeta - eta * y * y) ** 2 * np.exp(-1.2 * (points ** 2).sum(1))
        weights.append(inside / inside.sum())
    return points, np.array(weights)


def painted(picture_bytes, style, strength, seed):
    """UINT8 [H,W,3] -> UINT8 [H,W,3]; strength 0 leaves every pixel as it is, 1 is the full style."""
    picture = codec.from_bytes(picture_bytes)
    amount = reshape(op("Clip", strength, 0.0, 1.0), 1, 1, 1, 1)
    height, width = size(picture, 2), size(picture, 3)
    side = sqrt(to_float(height) * to_float(width))
    radius = reshape(side * RADIUS_SHARE, 1, 1, 1, 1) * amount
    soft = picture + amount * 0.75 * (blur(picture, 1) - picture)
    tensor = directions(picture)
    noise = noise_image(seed, height, width)
    across = positions(picture, 3, 1)
    step = [2.0 / (to_float(n) - 1.0) for n in (width, height)]

    def strip(i):
        rows = to_float(op("Range", np.array(0, np.int64), np.array(STRIP, np.int64), np.array(1, np.int64))) + to_float(op("Mul", i, STRIP))
        x, y = across + reshape(rows, 1, 1, -1, 1) * 0.0, reshape(rows, 1, 1, -1, 1) + across * 0.0
        here = op("GridSample", tensor, grid_of(x, y, step), mode="bilinear", padding_mode="border", align_corners=1)
        cosine, sine, along = eigen(here)
        paint = kuwahara(soft, x, y, step, cosine, sine, along, radius)
        offsets = np.linspace(-1, 1, STREAK).reshape(1, -1, 1, 1)
        reach = STREAK_REACH * side * RADIUS_SHARE
        bristle = 1.0 / op("Max", side * RADIUS_SHARE * BRISTLE, 1.0)
        streaks = gather(noise, (x + offsets * (reach * cosine)) * bristle, (y + offsets * (reach * sine)) * bristle, step)
        window = (1.0 - np.linspace(-1, 1, STREAK) ** 2).reshape(1, 1, STREAK, 1, 1)
        ridge = op("ReduceSum", streaks * (window / window.sum()), np.array([2]), keepdims=0)
        return [], (op("Squeeze", concat([paint, ridge], 1), np.array([0])), FLOAT)

    strips = op("Div", height + (STRIP - 1), STRIP)
    stacked = loop(op("Squeeze", strips), [], strip)
    rows = op("Reshape", op("Transpose", stacked, perm=[1, 0, 2, 3]), concat([np.array([1, 4, -1]), width], 0))
    whole = op("Slice", rows, np.array([0]), height, np.array([2]))
    return codec.to_bytes(finish(picture, part(whole, 1, 0, 3), part(whole, 1, 3, 4), amount))


def finish(picture, paint, ridge, amount):
    """Richer colour, a little of its own tone for each stroke, then light on the relief of strokes and paint edges."""
    grey = luma(paint)
    height = (ridge - 0.5) * 2.0
    tone = 1.0 + height * 0.16 * amount
    rich = (grey + (paint - grey) * (1.0 + 0.20 * amount)) * tone
    relief = height * (0.35 + 0.65 * soft_step(grey, 0.0, 0.5)) + blur(grey, 1) * 1.2
    light = convolve(op("Pad", relief, np.array([0, 0, 1, 1, 0, 0, 1, 1]), mode="edge"),
                     np.array([[-1, -1, 0], [-1, 0, 1], [0, 1, 1]]).reshape(1, 1, 3, 3) / 3.0)
    shade = op("Clip", light * -0.42, -0.12, 0.12) * amount
    lit = rich * (1.0 + shade) + squared(op("Relu", shade)) * 2.0
    return clamp(lit)


def directions(picture):
    """Structure tensor (xx, yy, xy) [1,3,H/2,W/2], smoothed; where little happens, that of the wider surroundings."""
    fine = luma(halve(picture))
    sobel = np.array([[1, 2, 1]]).T @ np.array([[-1, 0, 1]]) / 8
    gradient = convolve(op("Pad", fine, np.array([0, 0, 1, 1, 0, 0, 1, 1]), mode="edge"), np.stack([sobel, sobel.T])[:, None])
    gx, gy = channel(gradient, 0), channel(gradient, 1)
    tensor = blur(concat([gx * gx, gy * gy, gx * gy], 1), 2)
    shape = op("Shape", tensor, start=2, end=4)
    small = resized(tensor, op("Div", shape, 6))
    wide = resized(blur(small, 3), shape) * 0.12 + resized(blur(blur(small, 9), 9), shape) * 0.02
    flat = np.array([1.0, 0.6, 0.5]).reshape(1, 3, 1, 1) * 2e-6
    return blur(tensor, 2) + wide + flat


def eigen(tensor):
    """Unit vector along the edge (cosine, sine) and anisotropy 0..1, each [1,1,h,w]."""
    xx, yy, xy = (channel(tensor, i) for i in range(3))
    difference = xx - yy
    spread = sqrt(squared(difference) + 4.0 * squared(xy) + 1e-12)
    # The major eigenvector's angle t has cos 2t = difference / spread; the edge runs across it.
    cos2 = difference / spread
    sine = sqrt(op("Max", 0.5 + 0.5 * cos2, 0.0))
    cosine = sqrt(op("Max", 0.5 - 0.5 * cos2, 0.0)) * op("Where", op("Greater", xy, 0.0), -1.0, 1.0)
    return cosine, sine, spread / (xx + yy + 2e-5)


def grid_of(x, y, step):
    """Pixel coordinates [1,P,h,w] -> GridSample coordinates [1,P*h,w,2]."""
    pair = concat([op("Unsqueeze", x * step[0] - 1.0, np.array([4])), op("Unsqueeze", y * step[1] - 1.0, np.array([4]))], 4)
    return op("Reshape", pair, concat([np.array([1, -1]), size(x, 3), np.array([2])], 0))


def gather(image, x, y, step):
    """Samples [1,C,P,h,w] of an image at pixel coordinates [1,P,h,w]."""
    taken = op("GridSample", image, grid_of(x, y, step), mode="bilinear", padding_mode="border", align_corners=1)
    return op("Reshape", taken, concat([np.array([1]), size(image, 1), size(x, 1), size(x, 2), size(x, 3)], 0))


def kuwahara(picture, x, y, step, cosine, sine, along, radius):
    points, weights = disc()
    u, v = (points[:, i].reshape(1, -1, 1, 1) for i in (0, 1))
    major, minor = radius * (1.0 + along), radius / (1.0 + along)
    px = x + u * (major * cosine) - v * (minor * sine)
    py = y + u * (major * sine) + v * (minor * cosine)
    colors = op("Squeeze", gather(picture, px, py, step), np.array([0]))
    kernel = weights.reshape(SECTORS, -1, 1, 1)
    means = convolve(colors, kernel)
    deviations = convolve(colors * colors, kernel) - means * means
    variance = op("Max", op("ReduceSum", deviations, np.array([0]), keepdims=1), 0.0)
    steadiness = 1.0 / (1.0 + squared(squared(variance * 4000.0)))
    mixed = total(means * steadiness, (1,)) / total(steadiness, (1,))
    return op("Transpose", mixed, perm=[1, 0, 2, 3])


def noise_image(seed, height, width):
    """Seeded noise [1,1,H,W]: a stored tile, moved by the seed and repeated."""
    tile = np.random.RandomState(7).randint(0, 256, (NOISE_SIDE, NOISE_SIDE)).astype(np.uint8)
    image = tile
    for axis, (length, salt) in enumerate(((height, 71), (width, 72))):
        index = op("Mod", op("Range", np.array(0, np.int64), op("Squeeze", length), np.array(1, np.int64)) + shift(seed, NOISE_SIDE, salt),
                   np.array([NOISE_SIDE]))
        image = op("Gather", image, index, axis=axis)
    return op("Unsqueeze", to_float(image) * (1 / 255), np.array([0, 1]))
