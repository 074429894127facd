"""Drifting noise: a smooth random tile that repeats without a seam, sampled at places that move."""
import numpy as np

from ..chance import phases
from ..graph import op, value_of
from ..mathematics import concat, fraction

SIDE = 96
ROUGHNESS = 1.9


def tile():
    """[1,1,SIDE+1,SIDE+1] of mean 0 and standard deviation 1, the last row and column a copy of the first."""
    rng = np.random.RandomState(808)
    fy, fx = np.fft.fftfreq(SIDE)[:, None] * SIDE, np.fft.rfftfreq(SIDE)[None] * SIDE
    radius = np.hypot(fy, fx)
    spectrum = np.where((radius > 1.2) & (radius < 30), np.maximum(radius, 1.0) ** -ROUGHNESS, 0.0)
    turns = np.exp(2j * np.pi * rng.random_sample(spectrum.shape))
    field = np.fft.irfft2(spectrum * turns, (SIDE, SIDE))
    field = np.round(field / field.std(), 4).astype(np.float32)
    return np.pad(field, (0, 1), mode="wrap")[None, None]


def drifting(x, y, width, moved_x, moved_y, seed, salt):
    """[1,1,h,w]: the tile, `width` units wide, at coordinates x [1,1,*,w], y [1,1,h,*] (units) carried by (moved_x, moved_y)."""
    start = phases(seed, 2, salt) * (1.0 / (2 * np.pi))
    u = fraction((x - moved_x) * (1.0 / width) + op("Slice", start, np.array([0]), np.array([1]), np.array([0])))
    v = fraction((y - moved_y) * (1.0 / width) + op("Slice", start, np.array([1]), np.array([2]), np.array([0])))
    across, down = (u + v * 0.0) * 2.0 - 1.0, (v + u * 0.0) * 2.0 - 1.0
    grid = op("Transpose", concat([across, down], 1), perm=[0, 2, 3, 1])
    return op("GridSample", value_of(tile()), grid, mode="bilinear", padding_mode="border", align_corners=1)
