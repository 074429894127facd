"""A tile of smooth noise that repeats without a seam: what is irregular in nature is read from it at moving places."""
import numpy as np

from .graph import FLOAT, op, value_of
from .mathematics import concat, fraction

SIDE = 128
COARSEST, FINEST, SLOPE = 2.0, 26.0, 1.15
SCALE = 40.0  # levels of UINT8 for one standard deviation


def tile():
    """UINT8 [1,2,129,129]: two independent layers whose power falls as 1/f^(2*1.15) from 2 to 26 waves per tile."""
    rng = np.random.RandomState(77)
    f = np.fft.fftfreq(SIDE, 1 / SIDE)
    radius = np.hypot(f[:, None], f[None])
    gain = np.where((radius >= COARSEST) & (radius <= FINEST), np.maximum(radius, 1.0) ** -(SLOPE + 0.5), 0.0)
    layers = [np.fft.ifft2(np.fft.fft2(rng.standard_normal((SIDE, SIDE))) * gain).real for _ in range(2)]
    levels = np.stack([np.clip(np.round(layer / layer.std() * SCALE + 128), 0, 255) for layer in layers]).astype(np.uint8)
    return np.pad(levels, ((0, 0), (0, 1), (0, 1)), mode="wrap")[None]


def noise(across, down):
    """Two layers of noise [1,2,h,w], mean 0, deviation 1, at places given in tiles ([1,1,h,w] or what broadcasts to it)."""
    across, down = fraction(across + down * 0.0), fraction(down + across * 0.0)
    grid = op("Transpose", concat([across, down], 1) * 2.0 - 1.0, perm=[0, 2, 3, 1])
    levels = op("Cast", value_of(tile()), to=FLOAT)
    return op("GridSample", (levels - 128.0) * (1 / SCALE), grid, mode="bilinear", padding_mode="border", align_corners=1)
