"""Refine: finished frames without halos and shimmer. A frame's result depends on it, on two frames each side and on the picture.

Shimmer is change that comes and goes from frame to frame where little else changes: there the luma of five frames is
averaged with binomial weights, each less the more its surroundings differ from this frame's (so what moves is left
alone; the weights are symmetric in time, so steady change is too). A halo is a narrow overshoot beside an edge: luma
beyond the range that the picture has around there, small against that range, and still there in the frames before and
after; so rain, sparks and a lamp's glow are no halos. The picture's range is first brought to the frame's light.
"""
import numpy as np

from .codec import RGB_TO_YCC
from .graph import FLOAT, UINT8, loop, op
from .mathematics import box, cast, clamp, convolve, dilate, enlarge, minimum, reshape, soft_step, squared, to_float
from .views import resized

REACH = 2  # frames on each side
BINOMIAL = {1: 4 / 6, 2: 1 / 6}  # against 1 for the frame itself
CALM = 4.0  # levels by which the surroundings may differ and still be averaged well
MOST = 10.0  # levels that averaging may change
AROUND = 4  # the picture's range is taken within 2 * AROUND + 1 pixels
MARGIN = 2.0  # levels beyond the range that are no halo
LIGHT_CELL = 16


def refined(frames, picture, strength):
    """UINT8 [T,H,W,3], [H,W,3] -> UINT8 [T,H,W,3]; strength 0 leaves every byte."""
    amount = reshape(op("Clip", strength, 0.0, 1.0), 1, 1, 1, 1)
    count = op("Shape", frames, start=0, end=1)
    lumas = loop(op("Squeeze", count), [], lambda i: ([], (op("Squeeze", luma(planes(element(frames, i))), np.array([0])), FLOAT)))
    base = luma(planes(op("Unsqueeze", picture, np.array([0]))))
    high, low = surroundings(base)
    light = cells(base)

    def each(i):
        rgb = planes(element(frames, i))
        window = [element(lumas, op("Max", op("Min", op("Add", i, k), op("Squeeze", count) - 1), 0)) for k in range(-REACH, REACH + 1)]
        here = window[REACH]
        gain = resized(clamp((cells(here) + 8.0) / (light + 8.0), 0.25, 4.0), op("Shape", here, start=2, end=4))
        change = calmed(window) + narrowed(window, high * gain + MARGIN, low * gain - MARGIN)
        result = clamp(op("Round", rgb + amount * change), 0.0, 255.0)
        return [], (op("Transpose", op("Squeeze", cast(result, UINT8), np.array([0])), perm=[1, 2, 0]), UINT8)

    return loop(op("Squeeze", count), [], each)


def element(stacked, i):
    return op("Gather", stacked, reshape(i, 1), axis=0)


def planes(frame):
    """UINT8 [1,H,W,3] -> FLOAT [1,3,H,W] in levels."""
    return to_float(op("Transpose", frame, perm=[0, 3, 1, 2]))


def luma(rgb):
    return convolve(rgb, RGB_TO_YCC[0].reshape(1, 3, 1, 1))


def half(image):
    return op("AveragePool", image, kernel_shape=[2, 2], strides=[2, 2])


def cells(image):
    """Mean light of wide cells, blurred over their neighbours."""
    return box(op("AveragePool", image, kernel_shape=[LIGHT_CELL, LIGHT_CELL], strides=[LIGHT_CELL, LIGHT_CELL]), 1, 1, 1, 1)


def surroundings(image):
    """Greatest and least luma around each pixel."""
    high = op("MaxPool", image, kernel_shape=[2, 2], strides=[2, 2])
    low = -op("MaxPool", -image, kernel_shape=[2, 2], strides=[2, 2])
    r = AROUND
    return enlarge(dilate(high, r, r, r, r), 2), enlarge(-dilate(-low, r, r, r, r), 2)


def calmed(window):
    """What brings the middle frame's luma to the average over the frames like it."""
    here = window[REACH]
    total, weights = here * 0.0, 1.0
    for k, other in enumerate(window):
        if k == REACH:
            continue
        difference = other - here
        unlike = enlarge(box(op("MaxPool", op("Abs", difference), kernel_shape=[2, 2], strides=[2, 2]), 1, 1, 1, 1), 2)
        weight = BINOMIAL[abs(k - REACH)] / (1.0 + squared(squared(unlike * (1 / CALM))))
        total = total + weight * difference
        weights = weights + weight
    return clamp(total / weights, -MOST, MOST)


def narrowed(window, high, low):
    """What takes overshoot back, where it is a halo."""
    here, before, after = window[REACH], window[REACH - 1], window[REACH + 1]
    over = beyond(here, high, low)
    lasting = minimum(dilate(op("Abs", beyond(before, high, low)), 1, 1, 1, 1), dilate(op("Abs", beyond(after, high, low)), 1, 1, 1, 1))
    size = op("Abs", over)
    beside_edge = 1.0 - soft_step(size / (high - low + 4.0), 0.30, 0.60)
    stays = soft_step(lasting / (size + 0.5), 0.2, 0.6)
    wide = enlarge(box(half(over), 4, 4, 4, 4), 2)
    return (wide - over) * beside_edge * stays * soft_step(size, 0.0, 1.0)


def beyond(image, high, low):
    """How far luma is above the range (positive) or below it (negative)."""
    return op("Relu", image - high) - op("Relu", low - image)
