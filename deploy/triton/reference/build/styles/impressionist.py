"""After Monet: broken colour in short dabs, light ground, shadows that are blue and violet instead of black."""
from ..graph import op
from ..mathematics import clamp, soft_step
from ..views import luma
from .brushwork import Layer, paint
from .color import emboss, lit, mixed, rgb, vibrant, with_sparks
from .flow import directions

LAYERS = (Layer(1.7, 0.85, 0.50, reach=2, turn=0.45, cling=22.0), Layer(1.0, 0.62, 0.36, turn=0.4, cling=45.0, detail=0.05, variety=0.6),
          Layer(0.5, 0.6, 0.36, turn=0.2, cling=100.0, detail=0.06, variety=0.3))


def broken(subject):
    def palette(grid, color, variety):
        grey = luma(color)
        free = subject.free
        tone = (grid.chance(7) - 0.5) * (0.20 * variety)
        # In the dark a little colour is much.
        spread = free * (variety * (0.35 + 0.65 * soft_step(grey, 0.0, 0.45)))
        warm, rose = (grid.chance(8) - 0.5) * 0.26 * spread, (grid.chance(9) - 0.5) * 0.16 * spread
        shade = soft_step(grey, 0.55, 0.05) * free
        raised = vibrant(color, 0.6 * free) + shade * rgb(0.03, 0.02, 0.10) + soft_step(grey, 0.5, 0.95) * free * rgb(0.03, 0.015, -0.04)
        return clamp(raised * (1.0 + tone) + warm * rgb(0.5, 0.12, -0.55) + rose * rgb(0.45, -0.3, 0.2))
    return palette


def impressionist(subject):
    canvas, height = paint(subject, LAYERS, directions(subject.picture), broken(subject), 20)
    canvas = with_sparks(canvas, subject.picture)
    bright = mixed(canvas, op("Pow", op("Max", canvas, 0.0001), 0.88), 0.8)
    return lit(bright * (0.94 + height * 0.12), emboss(height), 0.22)
