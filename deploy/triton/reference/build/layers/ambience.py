"""The light that is in a picture now, for what is put into it: rain, snow and fog take colour and brightness from here."""
import numpy as np

from ..graph import op, when
from ..mathematics import blur, box, greater, halve, maximum, mean, positions, reshape, soft_step, squared, total
from ..views import luma, resized


class Ambience:
    """field, small: the image on the field and the analysis view; around [1,3,h4,w4] the light that reaches a place from
    its wide surroundings; highlight [1,3,1,1] the mean colour of what is bright without being a lamp, paler than it is."""

    def __init__(self, image, views, lamps):
        """lamps: [1,1,h,w] on the field view."""
        self.field = resized(image, views.field_sizes)
        self.small = halve(self.field)
        coarse = op("AveragePool", self.small, kernel_shape=[4, 4], strides=[4, 4])
        spread = box(box(coarse, 4, 4, 5, 5), 4, 4, 5, 5)
        self.around = resized(spread, op("Shape", self.small, start=2, end=4))
        light = luma(self.small)
        weight = squared(light * light * light) * (1.0 - halve(lamps)) + 1e-5
        bright = total(self.small * weight, (2, 3)) / total(weight, (2, 3))
        self.highlight = bright * 0.5 + luma(bright) * 0.5
        self.level = mean(light, (2, 3))


def lamp_map(views, regions):
    """[1,1,h,w]: the maps of lights and flames, and at night whatever else is small and far brighter than all around it."""
    return maximum(maximum(regions["lights"], regions["flame"]), night_lights(views))


def night_lights(views):
    """[1,1,h,w]: what is small and far brighter than all around it in a dark picture."""
    light = luma(views.field)
    apart = light - resized(blur(halve(light), 7), views.field_sizes)
    night = soft_step(mean(light, (2, 3)), 0.42, 0.25)
    return soft_step(apart, 0.25, 0.45) * soft_step(light, 0.55, 0.8) * night


def colorful(small):
    """[1,1,1,1]: 0 for a picture in greys (a drawing), 1 for one in colours."""
    chroma = op("ReduceMax", small, np.array([1]), keepdims=1) - op("ReduceMin", small, np.array([1]), keepdims=1)
    return soft_step(mean(chroma, (2, 3)), 0.02, 0.07)


def in_keeping(field, small):
    """A field of colour [1,3,h,w] with its tint nearly taken out where the picture itself is in greys."""
    grey = mean(field, (1,))
    return grey + (field - grey) * (0.15 + 0.85 * colorful(small))


def is_active(*rows):
    """BOOL [1]: whether any of the rows asks for something."""
    asked = rows[0].active
    for row in rows[1:]:
        asked = maximum(asked, row.active)
    return greater(asked, 0.0)


def shows(asked, clock):
    """BOOL [1]: asked for, and not at frame 0, which is the picture to the last bit."""
    return op("And", asked, greater(clock.share, 0.0))


def only_if(asked, compute, dtype=1):
    """compute() where asked (BOOL [1]), a single zero of that dtype where not: for what is made once per call."""
    return when(asked, compute, lambda: op("Cast", reshape(op("Cast", asked, to=1) * 0.0, 1, 1, 1, 1), to=dtype), dtype)


def units(views):
    """Coordinates of the picture's pixels in units, FLOAT [1,1,1,W] and [1,1,H,1]."""
    scale = 1.0 / views.pixels_per_unit
    return positions(views.picture, 3, 1) * scale, positions(views.picture, 2, 1) * scale


def seconds(clock):
    """FLOAT [1]: time since frame 0 (of this turn of a loop)."""
    return clock.share * clock.duration


def per_pixel(number):
    """FLOAT [1] as [1,1,1,1]."""
    return reshape(number, 1, 1, 1, 1)


def put_over(image, color, alpha):
    return image + alpha * (color - image)
