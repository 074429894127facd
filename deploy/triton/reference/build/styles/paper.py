"""Grounds and textures that stay where they are in the picture: paper, clouds of pigment, bristles."""
import numpy as np

from ..graph import INT64, op
from ..mathematics import cast, concat, reshape, to_float
from ..views import resized
from .subject import TILE, as_bytes, repeated, wrapped_blur

_random = np.random.RandomState(7)
GRAIN = as_bytes(wrapped_blur(_random.randn(TILE, TILE), 1.0, 1.0) - 0.6 * wrapped_blur(_random.randn(TILE, TILE), 3.0, 3.0))
LAID = as_bytes(wrapped_blur(_random.randn(TILE, TILE), 0.8, 4.0) + 0.6 * wrapped_blur(_random.randn(TILE, TILE), 5.0, 0.8)
                + 0.35 * wrapped_blur(_random.randn(TILE, TILE), 1.2, 1.2))
WASH = as_bytes(wrapped_blur(_random.randn(TILE, TILE), 4.0, 4.0))
BRISTLES = as_bytes(wrapped_blur(_random.randn(256, 64), 1.1, 6.0) * 1.0 + wrapped_blur(_random.randn(256, 64), 3.0, 9.0) * 1.5)
SAMPLES_ACROSS = 900.0


def sheet(subject, tile, salt, samples=SAMPLES_ACROSS):
    """A texture tile laid over the picture with so many samples to the root of its area, whatever its size in pixels: FLOAT [1,1,H,W]."""
    share = samples / reshape(subject.side, 1)
    rows, columns = (cast(op("Ceil", to_float(n) * share), INT64) for n in (subject.height, subject.width))
    return resized(repeated(tile, subject.seed, salt, rows, columns), concat([subject.height, subject.width], 0))


def clouds(subject, salt, samples=160.0):
    """Smooth fractal noise, 0..1 with mean one half: three octaves of the wash tile."""
    first, second, third = (sheet(subject, WASH, salt * 8 + k, samples * 2 ** k) for k in range(3))
    return first * 0.5 + second * 0.3 + third * 0.2


def bristles(along, across, phase):
    """The mark of a brush's hairs 0..1 at places in cells (along -2..2, across -1..1) of a stroke with a phase 0..1, all [m,1,n]."""
    tile = reshape(to_float(BRISTLES) * (1 / 255), 1, 1, 256, 64)
    grid = op("Transpose", concat([along * 0.45, across * 0.16 + (phase * 1.6 - 0.8)], 1), perm=[0, 2, 1])
    taken = op("GridSample", tile, op("Unsqueeze", grid, np.array([0])), mode="bilinear", padding_mode="border", align_corners=0)
    return op("Transpose", op("Squeeze", taken, np.array([0])), perm=[1, 0, 2])
