"""Comic: flat colours in a few bands of light, clean ink lines."""
from ..graph import op
from ..mathematics import blur, clamp, floor, fraction, maximum, sigmoid
from ..views import luma
from .color import vibrant, with_details, with_sparks
from .flow import directions, eigen
from .kuwahara import COARSE, kuwahara
from .lines import contours
from .strips import by_strips

BANDS = 6.0


def comic(subject):
    tensor = directions(subject.picture)

    def strip(x, y):
        return kuwahara(subject.picture, x, y, subject.step, eigen(subject.at(tensor, x, y)), subject.unit * 1.1, COARSE)

    flat = with_details(by_strips(subject, 3, strip), subject.picture)
    grey = blur(luma(flat), 2)
    raised = op("Pow", op("Clip", grey, 0.001, 1.0), 0.6) * BANDS
    stepped = (floor(raised) + sigmoid((fraction(raised) - 0.5) * 60.0) + 0.06) * (1.0 / BANDS)
    banded = op("Pow", stepped, 1.0 / 0.72)
    colors = vibrant(clamp(flat * (banded / op("Max", grey, 0.05))), 0.5 * subject.free)
    fine = contours(subject, tensor, 1.1, 0.009, 700.0)
    bold = contours(subject, tensor, 2.2, 0.022, 400.0)
    return with_sparks(clamp(colors), subject.picture) * (1.0 - 0.94 * maximum(fine, bold))
