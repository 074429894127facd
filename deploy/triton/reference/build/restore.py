"""Restore: a picture without its noise and JPEG blocks, at its own size or twice as large.

The network is described and trained in training/restore; here it becomes a graph. It works by strips of rows with a
margin wider than what any pixel of the result depends on, so strips leave no seams and memory stays small. The border
is repeated outwards, so the zeros beyond a strip's edges never reach the result.
"""
from pathlib import Path

import numpy as np

from . import codec
from .graph import FLOAT, UINT8, loop, op, when
from .mathematics import clamp, concat, size

WEIGHTS = Path(__file__).resolve().parent / "weights" / "restore.npz"
# Of the result, in pixels. The margin covers the 28 pixels that the convolutions reach.
STRIP, MARGIN = 256, 32


class Weights:
    """The trained arrays by name, stored as FLOAT16 and cast once."""

    def __init__(self):
        with np.load(WEIGHTS) as file:
            self.arrays = {name: file[name] for name in sorted(file.files)}
        # pixel_unshuffle orders channels (colour, row, column), SpaceToDepth (row, column, colour).
        order = np.arange(12).reshape(3, 4).T.ravel()
        self.arrays["head1.weight"] = self.arrays["head1.weight"][:, order]
        self.values = {name: op("Cast", array, to=FLOAT) for name, array in self.arrays.items()}

    def convolve(self, image, name, stride=1):
        side = self.arrays[f"{name}.weight"].shape[-1]
        return op("Conv", image, self.values[f"{name}.weight"], self.values[f"{name}.bias"], strides=[stride, stride],
                  pads=[side // 2 if stride == 1 else 0] * 4)

    def block(self, image, name):
        return image + self.convolve(op("Relu", self.convolve(image, f"{name}.a")), f"{name}.b")

    def residual(self, picture, scale):
        """What to add to the picture (scale 1) or to its enlargement (scale 2): FLOAT [1,3,h,w] -> [1,3,scale*h,scale*w]."""
        centred = picture - 0.5
        start = op("SpaceToDepth", centred, blocksize=2) if scale == 1 else centred
        fine = self.block(op("Relu", self.convolve(start, f"head{scale}")), "enter")
        coarse = op("Relu", self.convolve(fine, "down", stride=2))
        coarse = self.block(self.block(coarse, "deep1"), "deep2")
        fine = self.block(fine + shuffled(self.convolve(coarse, "up")), "leave")
        return shuffled(self.convolve(fine, f"tail{scale}"))


def shuffled(image):
    return op("DepthToSpace", image, blocksize=2, mode="CRD")


def enlarged(picture):
    return op("Resize", picture, None, np.array([1, 1, 2, 2], np.float32), mode="cubic", cubic_coeff_a=-0.75,
              coordinate_transformation_mode="half_pixel")


def restored(picture, strength, scale):
    """UINT8 [H,W,3] -> UINT8 [scale*H,scale*W,3]; strength 0 leaves the picture (or its bicubic enlargement) as it is."""
    weights = Weights()
    s = op("Clip", strength, 0.0, 1.0)
    amount = s * (1.6 - 0.6 * s)
    double = op("Squeeze", op("Equal", scale, 2))
    return when(double, lambda: by_strips(picture, amount, weights, 2), lambda: by_strips(picture, amount, weights, 1), UINT8)


def by_strips(picture, amount, weights, scale):
    rows, margin = STRIP // scale, MARGIN // scale
    wide = op("Gather", picture, near(op("Range", scalar(-margin), op("Squeeze", size(picture, 1) + margin), scalar(1)), size(picture, 1)), axis=1)

    def strip(i):
        lines = op("Range", scalar(-margin), scalar(rows + margin), scalar(1)) + op("Mul", i, rows)
        worn = codec.from_bytes(op("Gather", wide, near(lines, size(picture, 0)), axis=0))
        base = worn if scale == 1 else enlarged(worn)
        whole = clamp(base + amount * weights.residual(worn, scale))
        inner = op("Slice", whole, np.array([MARGIN, MARGIN]), np.array([-MARGIN, -MARGIN]), np.array([2, 3]))
        return [], (codec.to_bytes(inner), UINT8)

    height = size(picture, 0) * scale
    stacked = loop(op("Squeeze", op("Div", height + (STRIP - 1), STRIP)), [], strip)
    joined = op("Reshape", stacked, concat([np.array([-1]), size(picture, 1) * scale, np.array([3])], 0))
    return op("Slice", joined, np.array([0]), height, np.array([0]))


def near(index, length):
    """Indices of rows or columns, those beyond the border replaced by the border's."""
    return op("Max", op("Min", index, length - 1), np.array([0]))


def scalar(number):
    return np.array(number, np.int64)
