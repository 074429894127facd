"""Colour in the words of the studio. Images FLOAT [1,3,H,W], sRGB 0..1."""
import numpy as np

from ..graph import op
from ..mathematics import absolute, blur, clamp, dilate, erode, soft_step
from ..views import luma


def rgb(*levels):
    return np.array(levels, float).reshape(1, 3, 1, 1)


def saturated(image, factor):
    grey = luma(image)
    return grey + (image - grey) * factor


def vibrant(image, boost):
    """More chroma by a share `boost`, the less the more there is."""
    chroma = op("ReduceMax", image, np.array([1]), keepdims=1) - op("ReduceMin", image, np.array([1]), keepdims=1)
    return saturated(image, 1.0 + boost * op("Relu", 1.0 - 1.1 * chroma))


def mixed(a, b, share):
    """a where share is 0, b where it is 1."""
    return a + (b - a) * share


def glazed(image, density):
    """Pigment density on white ground: 1 leaves the colour, more deepens it (Bousseau et al. 2006)."""
    return image - (image - image * image) * (density - 1.0)


def sparks(picture):
    """Stars and small lamps: 0..1 [1,1,H,W] where a small thing is much brighter than what is around it and that is dark."""
    grey = luma(picture)
    hat = grey - dilate(erode(grey, 2), 2, 2, 2, 2)
    dark = soft_step(blur(grey, 6), 0.5, 0.2)
    return soft_step(hat, 0.06, 0.2) * dark


def with_sparks(image, picture, share=0.9):
    return mixed(image, op("Max", image, picture), sparks(picture) * share)


def with_details(image, picture, share=0.75):
    """Small things of strong contrast (letters, glazing bars, eyes) laid over what a wide brush made of them."""
    missed = blur(absolute(luma(picture) - luma(image)), 1)
    return mixed(image, picture, soft_step(missed, 0.05, 0.16) * share)


def emboss(height):
    """Light from the upper left on a height field: slope -1..1 [1,1,H,W]. By shifted copies: a convolution would unfold the whole picture."""
    padded = op("Pad", height, np.array([0, 0, 1, 1, 0, 0, 1, 1]), mode="edge")

    def moved(down, right):
        stops = [2 ** 31 if n == 2 else n - 2 for n in (down, right)]
        return op("Slice", padded, np.array([down, right]), np.array(stops), np.array([2, 3]))

    return (moved(0, 0) + moved(0, 1) + moved(1, 0) - moved(1, 2) - moved(2, 1) - moved(2, 2)) * (1 / 3)


def lit(image, slope, depth):
    """Image under raking light: brighter where the slope faces it."""
    shade = op("Clip", slope * depth, -0.14, 0.14)
    return clamp(image * (1.0 + shade) + op("Relu", shade) * op("Relu", shade) * 2.0)
