"""The colours of one picture brought to another's, in Oklab (B. Ottosson, "A perceptual color space for image processing", 2020).

Chroma by the linear map of least displacement between two Gaussians: F. Pitie, A. Kokaram, "The linear Monge-Kantorovitch linear colour
mapping for example-based colour transfer", CVMP 2007, then the example's own tint in shadows, middle tones and lights. Lightness by matching
quantiles with a bounded slope, so that contrast is neither flattened nor torn.
"""
import numpy as np

from ..graph import op
from ..mathematics import absolute, channel, clamp, concat, convolve, mean, part, reshape
from ..views import resized

TO_CONES = np.array([[0.4122214708, 0.5363325363, 0.0514459929],
                     [0.2119034982, 0.6806995451, 0.1073969566],
                     [0.0883024619, 0.2817188376, 0.6299787005]])
TO_LAB = np.array([[0.2104542553, 0.7936177850, -0.0040720468],
                   [1.9779984951, -2.4285922050, 0.4505937099],
                   [0.0259040371, 0.7827717662, -0.8086757660]])
SIDE = 96
QUANTILES = np.linspace(0.02, 0.98, 13)
ZONES = (0.2, 0.4, 0.6, 0.8)
GAMMA = 2.2
TURNS = 22
NOISE = 2e-4
SHARE = 0.85


def to_lab(image):
    linear = op("Pow", op("Clip", image, 0.0005, 1.0), GAMMA)
    return convolve(op("Pow", convolve(linear, TO_CONES[:, :, None, None]), 1 / 3), TO_LAB[:, :, None, None])


def to_rgb(lab):
    cones = op("Max", convolve(lab, np.linalg.inv(TO_LAB)[:, :, None, None]), 0.0)
    linear = convolve(cones * cones * cones, np.linalg.inv(TO_CONES)[:, :, None, None])
    return op("Pow", op("Clip", linear, 1e-6, 1.0), 1 / GAMMA)


def transferred(picture, example):
    """picture [1,3,H,W] with the palette of example [1,3,H2,W2]."""
    own, other = (reshape(to_lab(resized(image, np.array([SIDE, SIDE]))), 3, -1) for image in (picture, example))
    lab = to_lab(picture)
    matrix, center, target = gaussian_map(own, other)
    moved = op("MatMul", matrix, own - center) + target
    curve = quantile_curve(part(own, 0, 0, 1), part(other, 0, 0, 1))
    offset = target - op("MatMul", matrix, center)
    chroma = op("Conv", lab, op("Reshape", part(matrix, 0, 1, 3), np.array([2, 3, 1, 1])), op("Reshape", part(offset, 0, 1, 3), np.array([2])))
    lightness = curve(channel(lab, 0))
    tints = zone_tints(reshape(curve(part(own, 0, 0, 1)), 1, -1), part(moved, 0, 1, 3), part(other, 0, 0, 1), part(other, 0, 1, 3))
    chroma = chroma + op("Conv", concat(zones(lightness), 1), reshape(tints, 2, len(ZONES), 1, 1))
    return clamp(to_rgb(concat([lightness, chroma], 1)))


def gaussian_map(own, other):
    """[3,3] matrix and means [3,1] that bring one cloud of colours [3,n] to the other."""
    centers = [mean(c, (1,)) for c in (own, other)]
    a, b = (covariance(c - m) for c, m in zip((own, other), centers))
    root, inverse = roots(a)
    inner, _ = roots(op("MatMul", op("MatMul", root, b), root))
    return op("MatMul", op("MatMul", inverse, inner), inverse), centers[0], centers[1]


def covariance(centered):
    return op("MatMul", centered, op("Transpose", centered, perm=[1, 0])) * (1.0 / SIDE ** 2) + np.eye(3) * NOISE


def roots(matrix):
    """Square root of a positive [3,3] matrix and its inverse, by the coupled Newton-Schulz iteration."""
    scale = op("ReduceSum", matrix * np.eye(3), np.array([0, 1]), keepdims=1)
    y, z = matrix / scale, np.eye(3)
    for _ in range(TURNS):
        step = np.eye(3) * 1.5 - op("MatMul", z, y) * 0.5
        y, z = op("MatMul", y, step), op("MatMul", step, z)
    return y * op("Sqrt", scale), z / op("Sqrt", scale)


def quantile_curve(own, other):
    """A function of lightness: piecewise linear between matched quantiles of two rows [1,n], slopes 0.35 to 2.2."""
    places = np.round(QUANTILES * (SIDE ** 2 - 1)).astype(np.int64)
    q, t = (op("Gather", sorted_row(row), places, axis=1) for row in (own, other))
    t = q + (t - q) * SHARE
    last = len(QUANTILES) - 1
    gaps = part(q, 1, 1, last + 1) - part(q, 1, 0, last)
    slopes = op("Clip", (part(t, 1, 1, last + 1) - part(t, 1, 0, last) + 0.004) / (gaps + 0.004), 0.35, 2.2)
    rise = op("Pad", op("CumSum", slopes * gaps, np.array(1)), np.array([0, 1, 0, 0]))
    lowest = mean(t, (1,)) - mean(rise, (1,))

    def curve(lightness):
        result = lowest + (lightness - part(q, 1, 0, 1)) * part(slopes, 1, 0, 1)
        for i in range(1, last):
            result = result + op("Relu", lightness - part(q, 1, i, i + 1)) * (part(slopes, 1, i, i + 1) - part(slopes, 1, i - 1, i))
        return op("Clip", result, 0.02, 1.0)
    return curve


def sorted_row(row):
    return op("TopK", row, np.array([SIDE ** 2]), axis=1, largest=0, outputs=2)[0]


def zones(lightness):
    """Hat functions of lightness around each zone's middle."""
    return [op("Relu", 1.0 - absolute(lightness - z) * 5.0) for z in ZONES]


def zone_tints(own_lightness, own, other_lightness, other):
    """[2,zones] by how much the example's mean chroma in a zone differs from that of the moved picture."""
    tints = []
    for ours, theirs in zip(zones(own_lightness), zones(other_lightness)):
        a, b = mean(ours, (1,)) + 0.01, mean(theirs, (1,)) + 0.01
        sure = op("Min", b * 15.0, 1.0)
        tints.append((mean(theirs * other, (1,)) / b - mean(ours * own, (1,)) / a) * (0.8 * sure))
    return concat(tints, 1)
