"""Random numbers that depend on the render's seed alone, as graph operations."""
import math

import numpy as np

from .graph import INT64
from .mathematics import cast, op, to_float

STEPS = 65536


def phases(seed, count, salt):
    """FLOAT [count] in 0..2*pi: a linear congruential hash of the INT64 [1] seed, different for each index and salt."""
    rng = np.random.RandomState(salt)
    factors = rng.randint(1, 2 ** 30, count).astype(np.int64) * 2 + 1
    offsets = rng.randint(0, 2 ** 30, count).astype(np.int64)
    small = op("Mod", seed, np.array([2147483647]))
    mixed = op("Mod", small * factors + offsets, np.array([2147483647]))
    return to_float(op("Mod", op("Div", mixed, np.array([1021])), np.array([STEPS]))) * (2 * math.pi / STEPS)


def shift(seed, length, salt):
    """INT64 [1] in 0..length-1."""
    return cast(op("Floor", phases(seed, 1, salt) * (length / (2 * math.pi) * 0.999)), INT64)
