"""Soft pastel: powdery strokes that catch on the tooth of a toned paper."""
import numpy as np

from ..mathematics import clamp, sigmoid, soft_step
from ..views import luma
from .brushwork import Layer, paint
from .color import mixed, rgb, saturated, with_sparks
from .flow import directions
from .paper import GRAIN, sheet

LAYERS = (Layer(1.5, 1.4, 0.40, reach=2, turn=0.22, cling=20.0, ranks=6.0, edge=2.0),
          Layer(1.0, 0.66, 0.30, turn=0.2, cling=50.0, detail=0.05, ranks=6.0, edge=2.5, variety=0.5),
          Layer(0.5, 0.62, 0.32, turn=0.15, cling=110.0, detail=0.05, variety=0.3))


def chalks(subject):
    def palette(grid, color, variety):
        tone, warm = (grid.chance(7) - 0.5) * (0.20 * variety), (grid.chance(8) - 0.5) * (0.12 * variety) * subject.free
        airy = mixed(color, 1.0 - (1.0 - color) * (1.0 - color), 0.35)
        return clamp(saturated(airy, 1.0 + 0.2 * subject.free) * (1.0 + tone) + warm * rgb(0.5, 0.0, -0.5))
    return palette


def pastel(subject):
    tensor = directions(subject.picture) + np.array([1.0, 1.0, 1.0]).reshape(1, 3, 1, 1) * 2.5e-5
    canvas, height = paint(subject, LAYERS, tensor, chalks(subject), 60)
    canvas = with_sparks(canvas, subject.picture)
    tooth = sheet(subject, GRAIN, 61)
    bare = sigmoid((tooth * 0.5 + (1.0 - height) * 0.5 - 0.65) * 9.0)
    ground = mixed(canvas, mixed(rgb(0.66, 0.60, 0.53), luma(canvas), subject.keep), 0.25 + 0.2 * soft_step(luma(canvas), 0.05, 0.4))
    return clamp(mixed(canvas, ground, bare) * (0.96 + 0.08 * (1.0 - tooth)))
