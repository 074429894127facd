"""Restore: a picture without its noise and JPEG blocks, at its own size or twice as large.

The network is described and trained in training/restore; here it becomes a graph. It works by strips of rows with a
margin wider than what any pixel of the result depends on, so strips leave no seams and memory stays small. The picture
is mirrored beyond its border, so the zeros beyond a strip's edges never reach the result.
"""
from pathlib import Path

import numpy as np

from . import codec
from .graph import FLOAT, FLOAT16, UINT8, loop, op, when
from .mathematics import cast, clamp, concat, reshape, size, soft_step, to_float

WEIGHTS = Path(__file__).resolve().parent / "weights" / "restore.npz"
# Of the result, in pixels; strips are as tall as each other, at most so tall. The margin covers the 28 pixels that the convolutions reach.
STRIP, MARGIN = 256, 32
# One in CALM_SHARE blocks counts as calm.
BLOCK, CALM_SHARE, WARY = 16, 5, 0.4


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
    double = op("Squeeze", op("Equal", scale, 2))
    return when(double, lambda: by_strips(picture, s, weights, 2), lambda: by_strips(picture, s, weights, 1), UINT8)


def by_strips(picture, strength, weights, scale):
    """What to add is found strip by strip; how much of it counts follows from all of it; then it is added strip by strip."""
    margin = MARGIN // scale
    wide = op("Gather", picture, near(op("Range", scalar(-margin), op("Squeeze", size(picture, 1) + margin), scalar(1)), size(picture, 1)), axis=1)
    height = size(picture, 0) * scale
    count = op("Div", height + (STRIP - 1), STRIP)
    rows = op("Div", op("Div", height + (count * 16 - 1), count * 16) * 16, scale)
    count = op("Squeeze", count)

    def worn(i):
        lines = op("Range", scalar(-margin), op("Squeeze", rows + margin), scalar(1)) + i * rows
        return codec.from_bytes(op("Gather", wide, near(lines, size(picture, 0)), axis=0))

    found = loop(count, [], lambda i: ([], (cast(inner(weights.residual(worn(i), scale)), FLOAT16), FLOAT16)))
    amount = strength * (1.6 - 0.6 * strength)
    share = amount if scale == 2 else amount * worth(found, strength)

    def added(i):
        base = inner(worn(i) if scale == 1 else enlarged(worn(i)))
        change = to_float(op("Squeeze", op("Gather", found, reshape(i, 1), axis=0), np.array([0])))
        return [], (codec.to_bytes(clamp(base + share * change)), UINT8)

    joined = op("Reshape", loop(count, [], added), concat([np.array([-1]), size(picture, 1) * scale, np.array([3])], 0))
    return op("Slice", joined, np.array([0]), height, np.array([0]))


def inner(image):
    return op("Slice", image, np.array([MARGIN, MARGIN]), np.array([-MARGIN, -MARGIN]), np.array([2, 3]))


def worth(found, strength):
    """How far the network is believed, FLOAT [1]: WARY for a picture without noise, 1 for one with.

    Noise is everywhere, so something must have been found in the calmest places, too; where nothing was, what was
    found elsewhere may well be gravel or hair. From strength 0.5 to 1 this caution goes. found: FLOAT16 [S,1,3,h,w].
    """
    blocks = op("AveragePool", op("Squeeze", op("Abs", to_float(found)), np.array([1])), kernel_shape=[BLOCK, BLOCK], strides=[BLOCK, BLOCK])
    levels = op("Reshape", op("ReduceMean", blocks, np.array([1]), keepdims=0), np.array([-1])) * 255.0
    calm = op("Div", op("Shape", levels), CALM_SHARE)
    least, _ = op("TopK", levels, calm, largest=0, outputs=2)
    trust = soft_step(strength, 0.5, 1.0)
    return 1.0 - (1.0 - WARY) * (1.0 - trust) * (1.0 - soft_step(op("ReduceMax", least, np.array([0]), keepdims=1), 0.45, 0.9))


def near(index, length):
    """Indices of rows or columns, those beyond the border mirrored: noise goes on as noise, where repeating would draw streaks."""
    turned = op("Abs", index)
    return op("Max", op("Min", turned, (length - 1) * 2 - turned), np.array([0]))


def scalar(number):
    return np.array(number, np.int64)
