"""After Van Gogh: long strokes side by side that follow the forms and wheel through the sky."""
from ..graph import op
from ..mathematics import blur, channel, clamp, concat
from ..views import resized
from .brushwork import Layer, paint
from .color import emboss, lit, rgb, vibrant, with_sparks
from .flow import directions, gradient
from .paper import WASH, sheet

LAYERS = (Layer(2.0, 1.6, 0.30, reach=2, turn=0.07, cling=9.0, dome=0.25),
          Layer(1.0, 1.4, 0.34, reach=2, turn=0.07, cling=35.0, detail=0.07, dome=0.2, variety=0.6),
          Layer(0.48, 0.6, 0.36, turn=0.1, cling=110.0, detail=0.07, variety=0.3))


def whirls(subject):
    """A tensor whose tangents turn around the hills and hollows of slow noise."""
    slow = resized(sheet(subject, WASH, 31, 75.0), op("Div", concat([subject.height, subject.width], 0), 8))
    slopes = gradient(blur(slow, 3))
    gx, gy = channel(slopes, 0), channel(slopes, 1)
    energy = gx * gx + gy * gy + 1e-9
    return concat([gx * gx / energy, gy * gy / energy, gx * gy / energy], 1)


def turning(subject):
    tensor = directions(subject.picture)
    sizes = op("Shape", tensor, start=2, end=4)
    return tensor + resized(whirls(subject), sizes) * 2.5e-4


def alternating(subject):
    def palette(grid, color, variety):
        tone = (grid.chance(7) - 0.5) * (0.46 * variety)
        warm = (grid.chance(8) - 0.5) * (0.22 * variety) * subject.free
        rich = vibrant(color, 0.7 * subject.free)
        return clamp(rich * (1.0 + tone) + warm * rgb(0.5, 0.3, -0.5) + tone * 0.10)
    return palette


def swirl(subject):
    canvas, height = paint(subject, LAYERS, turning(subject), alternating(subject), 40)
    return lit(with_sparks(canvas, subject.picture) * (0.9 + height * 0.2), emboss(height), 0.5)
