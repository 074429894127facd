"""What is looked at around every sample of the analysis view before it is decided what the sample belongs to.

Colour and texture there and as means over windows of growing size, above, below and beside it; their spread; the structure tensor at two scales; the place in the picture; bright and dark specks; the rules' advice.
Nothing is averaged over the whole picture: with few photographs to learn from, that would only tell them apart.
"""
import numpy as np

from ..graph import op
from ..mathematics import absolute, blur, box, concat, convolve, dilate, erode, maximum, part, positions, sqrt, squared
from ..views import Looks, luma, resized, structure
from .rules import rules

# Luma, red against blue, green against magenta.
OPPONENTS = np.array([[0.299, 0.587, 0.114], [1, 0, -1], [-0.5, 1, -0.5]]).reshape(3, 3, 1, 1)


def sizes_of(image):
    return op("Shape", image, start=2, end=4)


def around(planes):
    """Means of [1,C,h,w] over windows, at a quarter of the samples: near, wide, above, below, beside: [1,5C,h,w]."""
    coarse = resized(planes, op("Div", sizes_of(planes), 4))
    windows = [blur(coarse, 2), blur(coarse, 6), box(coarse, 12, 0, 1, 1), box(coarse, 0, 12, 1, 1), box(coarse, 1, 1, 20, 20)]
    return resized(concat(windows, 1), sizes_of(planes))


def spread(plane, radius):
    return sqrt(maximum(blur(squared(plane), radius) - squared(blur(plane, radius)), 0.0))


def features(views):
    """FLOAT [1,F,h4,w4]."""
    looks = Looks(views)
    colors = convolve(views.analysis, OPPONENTS)
    planes = concat([colors, looks.texture * 4.0, looks.texture / (looks.luma * 0.8 + 0.1)], 1)
    light, warmth = part(colors, 1, 0, 1), part(colors, 1, 1, 2)
    wide_texture = resized(concat(list(structure(luma(views.analysis))), 1), sizes_of(planes))
    opened, closed = dilate(erode(light, 3), 3, 3, 3, 3), erode(dilate(light, 3, 3, 3, 3), 3)
    aside = absolute(positions(light, 3, 4) / views.field_width - 0.5)
    return concat([
        planes, blur(planes, 1), blur(planes, 4), around(planes),
        spread(light, 2), spread(light, 5), spread(warmth, 2), spread(warmth, 5),
        looks.coherence, looks.upright, wide_texture, looks.grain / (looks.luma + 0.1), looks.saturation, looks.luma - looks.surround,
        looks.down + light * 0.0, aside + light * 0.0, light - opened, closed - light,
        rules(looks)], 1)


def context(probabilities):
    """What the samples around are taken for: [1,C,h,w] -> [1,7C,h,w]."""
    return concat([probabilities, blur(probabilities, 2), around(probabilities)], 1)
