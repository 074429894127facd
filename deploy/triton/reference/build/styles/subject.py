"""What every style is given: the picture and how it is to be painted."""
import math

import numpy as np

from ..chance import shift
from ..graph import op
from ..mathematics import cast, concat, mean, reshape, size, soft_step, sqrt, to_float
from ..views import resized

UNITS_ACROSS = 110.0
TILE = 128


class Subject:
    """picture FLOAT [1,3,H,W] 0..1 in its light; unlit: before. A `unit` is the width of an ordinary brush: 1/110 of the root of
    the picture's area times the option `stroke`, finer at less strength; `unit` is FLOAT [1,1,1,1] in pixels. keep, amount: FLOAT [1,1,1,1] 0..1; seed INT64 [1]."""

    def __init__(self, picture, unlit, stroke, keep, amount, seed):
        self.unlit = unlit
        self.picture, self.keep, self.amount, self.seed = picture, keep, amount, seed
        self.height, self.width = size(picture, 2), size(picture, 3)
        self.side = reshape(sqrt(to_float(self.height) * to_float(self.width)), 1, 1, 1, 1)
        self.unit = self.side * stroke * (0.7 + 0.3 * amount) * (1.0 / UNITS_ACROSS)
        self.step = [2.0 / (to_float(n) - 1.0) for n in (self.width, self.height)]
        # How free a style is in its colours: not where they are to be kept, and hardly in a grey photograph.
        chroma = op("ReduceMax", picture, np.array([1]), keepdims=1) - op("ReduceMin", picture, np.array([1]), keepdims=1)
        self.free = (1.0 - keep) * soft_step(mean(chroma, (1, 2, 3)), 0.0, 0.08)

    def softened(self, units):
        """The picture with what is smaller than so many units left out: blurred by way of a smaller size."""
        return shrunk(self.picture, self.unit * units)

    def tint(self):
        """What the light does to a white paper: factors [1,3,H,W], 1 where there is no other light."""
        lit, unlit = (shrunk(image, self.unit * 3.0) + 0.06 for image in (self.picture, self.unlit))
        return resized(op("Clip", lit / unlit, 0.3, 1.4), concat([self.height, self.width], 0))

    def at(self, image, x, y):
        """Samples [1,C,h,w] of an image that covers the whole picture, at pixel coordinates x, y [1,1,h,w]."""
        grid = op("Transpose", concat([x * self.step[0] - 1.0, y * self.step[1] - 1.0], 1), perm=[0, 2, 3, 1])
        return op("GridSample", image, grid, mode="bilinear", padding_mode="border", align_corners=1)

    def noise(self, tile, salt):
        """A square tile (UINT8 array) repeated over the picture, moved by the seed: FLOAT [1,1,H,W] 0..1."""
        return repeated(tile, self.seed, salt, self.height, self.width)


def repeated(tile, seed, salt, height, width):
    image = tile
    for axis, (length, turn) in enumerate(((height, 0), (width, 1))):
        start = shift(seed, tile.shape[axis], salt * 2 + turn)
        index = op("Mod", op("Range", np.array(0, np.int64), op("Squeeze", length), np.array(1, np.int64)) + start, np.array([tile.shape[axis]]))
        image = op("Gather", image, index, axis=axis)
    return op("Unsqueeze", to_float(image) * (1 / 255), np.array([0, 1]))


def shrunk(image, pixels):
    """An image whose samples are means over about so many pixels (FLOAT [1,1,1,1], 1 or more)."""
    factor = reshape(op("Max", pixels, 1.0), 1)
    rows, columns = (cast(op("Max", op("Round", to_float(size(image, axis)) / factor), 2.0), 7) for axis in (2, 3))
    return resized(image, concat([rows, columns], 0))


def as_bytes(field):
    """A float array stretched to 0..255 by its ranks, so that every level is equally frequent."""
    order = np.argsort(field.ravel(), kind="stable")
    ranks = np.empty(order.size)
    ranks[order] = np.arange(order.size)
    return (ranks / (order.size - 1) * 255).round().astype(np.uint8).reshape(field.shape)


def wrapped_blur(field, across, along):
    """Gaussian of a periodic array by FFT; sigma in samples down the columns and along the rows."""
    fy, fx = np.fft.fftfreq(field.shape[0])[:, None], np.fft.fftfreq(field.shape[1])[None]
    return np.fft.ifft2(np.fft.fft2(field) * np.exp(-2 * math.pi ** 2 * ((across * fy) ** 2 + (along * fx) ** 2))).real
