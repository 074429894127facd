"""Pale veils over the picture: steam that rises from something small, and mist at the foot of a waterfall."""
import numpy as np

from ..graph import value_of, when
from ..mathematics import absolute, blur, box, channel, clamp, concat, dilate, halve, maximum, mean, op, part, reshape, soft_step
from ..noise import noise
from ..row import when_working
from ..views import luma, resized


class Veil:
    """Subclasses say where it may be and how it looks there; it comes up from rest."""

    def __init__(self, views, regions, row, seed):
        self.views, self.row, self.map = views, row, regions[self.REGION]
        self.works = row.works_on(self.map)
        self.envelope, self.place = when_working(self.works, self.prepared)
        self.color = 0.5 + 0.45 * soft_step(mean(luma(views.analysis), (2, 3)), 0.1, 0.5)

    def over(self, image, clock):
        return when(self.works, lambda: self.veiled(image, clock), lambda: op("Identity", image))

    def veiled(self, image, clock):
        turned = clock.turns(value_of(np.array(self.RATES)) * op("Max", self.row.speed, 1e-3))
        one, other = (part(turned, 0, i, i + 1) for i in range(2))
        across, up = channel(self.place, 0), channel(self.place, 1)
        bend = noise(across * 0.6, up * 0.7 + other)
        curls = noise(across + channel(bend, 0) * 0.045, up + one + channel(bend, 1) * 0.03)
        thick = self.thickness(channel(curls, 0), channel(curls, 1)) * self.envelope * (self.row.amount * (1.0 - clock.rest))
        thick = self.views.full(thick)
        return image + thick * (self.color - image)


class Steam(Veil):
    """Soft curls over a region that is too small to move by itself (a cup, a pot, a chimney)."""

    REGION, RATES = "smoke", (0.2, 0.13)

    def prepared(self):
        views, source = self.views, self.map
        sizes = op("Div", views.field_sizes, np.array([4]))
        base = resized(source, sizes)
        few = soft_step(mean(source, (2, 3)), 0.06, 0.03)
        reaches = [clamp(box(base, 0, up, wide, wide) * gain) * strength
                   for up, wide, gain, strength in ((5, 1, 2.5, 0.8), (11, 2, 4.0, 1.0), (18, 3, 6.0, 0.8), (26, 5, 9.0, 0.5))]
        plume = reaches[0]
        for reach in reaches[1:]:
            plume = maximum(plume, reach)
        lean = reshape(self.row.dx, 1, 1, 1, 1) * views.y * 0.5
        place = concat([(views.x + lean) * (1 / 460) + views.y * 0.0, views.y * (1 / 800) + views.x * 0.0], 1)
        return [halve(resized(blur(plume, 2), views.field_sizes) * few), halve(place)]

    @staticmethod
    def thickness(one, other):
        """Where the noise passes through zero: thin curls."""
        return soft_step(1.0 - absolute(one), -0.4, 1.0) * soft_step(other, -1.0, 1.2)


class Mist(Veil):
    """Spray that billows where the water lands."""

    REGION, RATES = "waterfall", (0.3, 0.18)

    def prepared(self):
        views, fall = self.views, self.map
        sizes = op("Div", views.field_sizes, np.array([2]))
        half = resized(fall, sizes)
        below = clamp(box(half, 12, 0, 2, 2) - box(half, 0, 12, 2, 2)) * soft_step(box(half, 12, 0, 2, 2), 0.3, 0.8)
        foot = blur(dilate(below, 6, 4, 5, 5), 5)
        place = concat([views.x * (1 / 330) + views.y * 0.0, views.y * (1 / 260) + views.x * 0.0], 1)
        return [halve(resized(clamp(foot * 1.4), views.field_sizes)), halve(place)]

    @staticmethod
    def thickness(one, other):
        return soft_step(one + 0.4 * other, -1.0, 1.8)
