"""The trained part: two small networks of 1x1 convolutions on the analysis view.

The first decides from what is seen around a sample. The second decides again, knowing besides what the first takes the
neighbours for (Z. Tu, X. Bai, "Auto-context", TPAMI 2010), and says how far away the sample is. Training: training/regions.
"""
from functools import cache
from pathlib import Path

import numpy as np

from ..graph import FLOAT, op
from ..mathematics import cast, clamp, concat, part, sigmoid
from .features import context, features

# How many features, the last ones, are the rules' maps.
ADVICE = 5
WEIGHTS = Path(__file__).parent / "weights.npz"
# The first twelve are channels of the region maps; the last is what is none of them, rock or a blurred background.
CLASSES = ("sky", "water", "waterfall", "foliage", "grass", "flame", "smoke", "hair", "cloth", "lights", "ground", "still", "other")


@cache
def stored():
    with np.load(WEIGHTS) as arrays:
        return {name: arrays[name] for name in arrays.files}


def decided(x, arrays, stage):
    """Scores [1,K,h,w] of features [1,F,h,w]; arrays: name -> FLOAT16, e.g. first.0.weight [K,F]."""
    count = sum(name.startswith(stage) and name.endswith("weight") for name in arrays)
    for i in range(count):
        weight, bias = arrays[f"{stage}.{i}.weight"], arrays[f"{stage}.{i}.bias"]
        x = op("Conv", x, cast(weight[:, :, None, None], FLOAT), cast(bias, FLOAT))
        x = op("Relu", x) if i < count - 1 else x
    return x


def seen_in(views):
    """The features, bounded: those of a picture unlike all that was learnt from do not run away."""
    return clamp(features(views), -4.0, 4.0)


def first_guess(seen, arrays):
    return op("Softmax", decided(seen, arrays, "first"), axis=1)


def informed(seen, arrays):
    """What the second network looks at."""
    return concat([seen, context(first_guess(seen, arrays))], 1)


def looked_at(views):
    """(scores of the classes [1,13,h4,w4], distance 0 near .. 1 far [1,1,h4,w4], the rules' maps [1,5,h4,w4])."""
    seen = seen_in(views)
    scores = decided(informed(seen, stored()), stored(), "second")
    count = len(CLASSES)
    return part(scores, 1, 0, count), sigmoid(part(scores, 1, count, count + 1)), advice(seen)


def advice(seen):
    return part(seen, 1, -ADVICE, 2 ** 31)
