"""The rectangle of the picture in which something happens, so that nothing else is computed."""
import numpy as np

from .graph import ints, op, value_of
from .mathematics import concat, greater, size, where


class Window:
    """Bounds of what is not nearly zero in a map [1,1,H,W] of the picture's size."""

    def __init__(self, shown):
        self.top, self.bottom = extent(shown, 2)
        self.left, self.right = extent(shown, 3)
        self.below, self.beside = size(shown, 2) - self.bottom, size(shown, 3) - self.right

    def cut(self, image, axes=(2, 3)):
        return op("Slice", image, concat([self.top, self.left], 0), concat([self.bottom, self.right], 0), np.array(axes))

    def paste(self, change):
        """A change [1,C,h,w] of the rectangle as one of the whole picture."""
        nothing = value_of(np.array([0, 0]))
        return op("Pad", change, concat([nothing, self.top, self.left, nothing, self.below, self.beside], 0))


def extent(image, axis):
    """First row (axis 2) or column (axis 3) of [1,1,H,W] that is not nearly zero, and the one after the last: INT64 [1]."""
    strongest = op("Squeeze", op("ReduceMax", image, ints(5 - axis), keepdims=0), ints(0, 1))
    length = size(image, axis)
    index = op("Range", np.array(0, np.int64), op("Squeeze", length), np.array(1, np.int64))
    seen = greater(strongest, 1 / 512)
    first = op("ReduceMin", where(seen, index, length - 1), ints(0))
    last = op("ReduceMax", where(seen, index, np.array([0])), ints(0))
    return first, op("Max", last, first) + 1
