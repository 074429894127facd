"""Soft pastel: powdery strokes that catch on the tooth of a toned paper."""
from ..graph import op
from ..mathematics import clamp, soft_step
from ..views import luma
from .brushwork import Layer, paint
from .color import mixed, rgb, saturated, with_sparks
from .flow import directions
from .paper import GRAIN, sheet

LAYERS = (Layer(1.6, 0.6, 0.36, turn=0.25, cling=20.0, edge=0.6), Layer(0.8, 0.6, 0.34, turn=0.2, cling=50.0, detail=0.04, edge=0.9),
          Layer(0.42, 0.6, 0.36, turn=0.15, cling=110.0, detail=0.045))


def chalks(subject):
    def palette(grid, color):
        tone, warm = (grid.chance(7) - 0.5) * 0.10, (grid.chance(8) - 0.5) * 0.07 * subject.free
        airy = mixed(color, 1.0 - (1.0 - color) * (1.0 - color), 0.35)
        return clamp(saturated(airy, 1.0 + 0.2 * subject.free) * (1.0 + tone) + warm * rgb(0.5, 0.0, -0.5))
    return palette


def pastel(subject):
    canvas, height = paint(subject, LAYERS, directions(subject.picture), chalks(subject), 60, subject.picture)
    canvas = with_sparks(canvas, subject.picture)
    tooth = sheet(subject, GRAIN, 61) * 0.65 + height * 0.35
    ground = mixed(rgb(0.62, 0.56, 0.50), luma(canvas) * 0.9 + 0.03, subject.keep * 0.8)
    bare = soft_step(tooth, 0.42, 0.12) * 0.62
    return clamp(mixed(canvas, ground, bare) * (0.95 + tooth * 0.1))
