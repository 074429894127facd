"""The picture at the sizes the other parts look at it.

Region maps and motion fields are computed at a fixed number of samples whatever the picture's size, so radii and
wavelengths mean the same share of every picture. One `unit` is a pixel of a picture of 393,216 pixels (768x512).

  analysis   about 24,576 samples, 4 units apart: colour, texture, region maps
  field      twice as many in each direction, 2 units apart: motion fields, edge-true region maps
"""
import numpy as np

from .graph import INT64, op
from .mathematics import blur, box, cast, channel, concat, convolve, halve, positions, size, sqrt, squared, to_float

ANALYSIS_SAMPLES = 24576.0
UNIT_PIXELS = 393216


class Views:
    """All images FLOAT [1,C,...]; coordinates in units, x to the right and y down; heights and widths INT64 [1]."""

    def __init__(self, picture):
        self.picture = picture
        self.height, self.width = size(picture, 2), size(picture, 3)
        tall, wide = to_float(self.height), to_float(self.width)
        self.pixels_per_unit = sqrt(tall * wide * (1 / UNIT_PIXELS))
        rows = cast(op("Round", sqrt(tall / wide * ANALYSIS_SAMPLES)), INT64)
        columns = cast(op("Round", sqrt(wide / tall * ANALYSIS_SAMPLES)), INT64)
        self.field_sizes = concat([rows * 2, columns * 2], 0)
        self.field = resized(picture, self.field_sizes)
        self.analysis = halve(self.field)
        self.x, self.y = positions(self.field, 3, 2), positions(self.field, 2, 2)
        self.field_height = to_float(rows) * 4.0
        self.field_width = to_float(columns) * 4.0

    def full(self, field):
        """A field brought to the picture's size."""
        return resized(field, concat([self.height, self.width], 0))


def resized(image, sizes):
    """Linear resize to INT64 [2] sizes (rows, columns); when it shrinks, each sample is the mean of what it covers."""
    shape = concat([op("Shape", image, start=0, end=2), sizes], 0)
    return op("Resize", image, None, None, shape, mode="linear", antialias=1,
              coordinate_transformation_mode="half_pixel")


def luma(rgb):
    return convolve(rgb, np.array([0.299, 0.587, 0.114]).reshape(1, 3, 1, 1))


class Looks:
    """What a sample of the analysis view looks like; every attribute is [1,1,h4,w4]."""

    def __init__(self, views):
        rgb = views.analysis
        self.red, self.green, self.blue = (channel(rgb, i) for i in range(3))
        self.luma = luma(rgb)
        self.high = op("ReduceMax", rgb, np.array([1]), keepdims=1)
        self.low = op("ReduceMin", rgb, np.array([1]), keepdims=1)
        self.chroma = self.high - self.low
        self.saturation = self.chroma / (self.high + 0.08)
        self.down = positions(rgb, 2, 4) / views.field_height
        self.surround = wide_blur(self.luma)
        fine = luma(views.field)
        self.grain = sqrt(blur(halve(squared(fine - box(fine, 1, 1, 1, 1))), 3))
        self.texture, self.coherence, self.upright = structure(fine)


def tensor(fine_luma, radius=2):
    """The structure tensor on the analysis view: xx, yy, xy [1,1,h4,w4]."""
    sobel = np.array([[1, 2, 1]]).T @ np.array([[-1, 0, 1]]) / 8
    gradient = convolve(op("Pad", fine_luma, np.array([0, 0, 1, 1, 0, 0, 1, 1]), mode="edge"), np.stack([sobel, sobel.T])[:, None])
    gx, gy = channel(gradient, 0), channel(gradient, 1)
    products = blur(halve(concat([gx * gx, gy * gy, gx * gy], 1)), radius)
    return [channel(products, i) for i in range(3)]


def structure(fine_luma):
    """Texture strength (luma per sample), coherence 0..1 and uprightness -1..1 of edges, from the structure tensor."""
    xx, yy, xy = tensor(fine_luma)
    energy = xx + yy
    difference = xx - yy
    coherence = sqrt(squared(difference) + 4.0 * squared(xy)) / (energy + 1e-5)
    return sqrt(energy), coherence, difference / (energy + 1e-5)


def wide_blur(image):
    """A blur over about a sixth of the picture, computed on a quarter of the samples."""
    sizes = op("Shape", image, start=2, end=4)
    return resized(blur(resized(image, op("Div", sizes, 4)), 5), sizes)
