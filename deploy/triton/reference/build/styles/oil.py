"""Oil painting: patches by the anisotropic Kuwahara filter, and the relief of brush strokes that run along the picture's edges.

Relief: B. Cabral, L. Leedom, "Imaging vector fields using line integral convolution", SIGGRAPH 1993, of seeded noise along the same
directions gives the height of the paint; light comes from the upper left.
"""
import numpy as np

from ..graph import op
from ..mathematics import blur, clamp, concat, part, soft_step, squared
from ..views import luma
from .color import emboss, mixed, vibrant, with_details, with_sparks
from .flow import directions, eigen
from .kuwahara import kuwahara
from .strips import by_strips, gather

STREAK = 17
STREAK_REACH = 2.4
BRISTLE = 0.30
NOISE = np.random.RandomState(7).randint(0, 256, (128, 128)).astype(np.uint8)


def oil(subject):
    picture, step = subject.picture, subject.step
    radius = subject.unit
    soft = mixed(picture, blur(picture, 1), 0.75)
    tensor = directions(picture)
    noise = subject.noise(NOISE, 71)

    def strip(x, y):
        flow = eigen(subject.at(tensor, x, y))
        paint = kuwahara(soft, x, y, step, flow, radius)
        offsets = np.linspace(-1, 1, STREAK).reshape(1, -1, 1, 1)
        bristle = 1.0 / op("Max", subject.unit * BRISTLE, 1.0)
        reach = subject.unit * STREAK_REACH
        streaks = gather(noise, (x + offsets * (reach * flow[0])) * bristle, (y + offsets * (reach * flow[1])) * bristle, step)
        window = (1.0 - np.linspace(-1, 1, STREAK) ** 2).reshape(1, 1, STREAK, 1, 1)
        return concat([paint, op("ReduceSum", streaks * (window / window.sum()), np.array([2]), keepdims=0)], 1)

    whole = by_strips(subject, 4, strip)
    return finish(subject, with_sparks(with_details(part(whole, 1, 0, 3), picture), picture), part(whole, 1, 3, 4))


def finish(subject, paint, ridge):
    """Richer colour, a little of its own tone for each stroke, then light on the relief of strokes and paint edges."""
    height = (ridge - 0.5) * 2.0
    grey = luma(paint)
    rich = vibrant(paint, subject.free * 0.28) * (1.0 + height * 0.16)
    relief = height * (0.35 + 0.65 * soft_step(grey, 0.0, 0.5)) + blur(grey, 1) * 1.2
    shade = op("Clip", emboss(relief) * 0.42, -0.12, 0.12)
    return clamp(rich * (1.0 + shade) + squared(op("Relu", shade)) * 2.0)
