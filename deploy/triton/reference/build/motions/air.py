"""Smoke and clouds: they drift, and change slowly within."""
import numpy as np

from ..chance import phases
from ..mathematics import blur, channel, clamp, concat, dilate, erode, maximum, op, reshape, soft_step
from ..views import luma
from ..waves import Waves, curl, meander, plane
from .surface import Lie


class Smoke:
    """It rises in slow swirls."""

    RATE, STEADY = 0.5, False

    def __init__(self, views, regions, row, seed):
        self.views, self.regions, self.row, self.seed = views, regions, row, seed
        # Stars are seen through it and stay; sparks rise with it.
        warm = dilate(soft_step(channel(views.field, 0) - channel(views.field, 2), 0.08, 0.2), 3, 3, 3, 3)
        self.map = regions["smoke"] * (1.0 - regions.specks * (1.0 - warm))
        self.works = row.works_on(self.map)
        swirls = np.array([2.6, 2.0, 1.3, 2.6])
        self.waves = Waves([0.17, 0.23, 0.31, 0.13], phases(seed, 4, 32), [swirls, swirls * 0.8, swirls * 0.012], [0.0, 1.0, 1.0])

    def course(self):
        swirl = curl(self.views, phases(self.seed, 5, 61), (84, 120, 66, 150, 98))
        return concat([(self.row.heading(self.regions) * 54.0 + swirl * 17.0) * self.row.amount, self.map], 1)

    def fields(self):
        views = self.views
        dx, dy = (reshape(d, 1, 1, 1, 1) for d in (self.row.dx, self.row.dy))
        wander = meander(views, phases(self.seed, 4, 31), (120, 90, 170, 70))
        return [Waves.spread(plane(views, dx, dy, [150, 105, 78, 190], [0.5, -0.6, 0.2, -0.2]) + wander * 1.3)]

    def at(self, clock, swirls):
        return self.waves.at(clock, self.row.speed, swirls) * self.map * self.row.amount


class Cloud:
    """The sky drifts, slower towards the horizon, where it is far; within, the clouds change slowly."""

    RATE, STEADY = 0.3, True

    def __init__(self, views, regions, row, seed):
        self.views, self.regions, self.row, self.seed = views, regions, row, seed
        self.map = regions["sky"] * (1.0 - regions.specks)
        self.works = row.works_on(self.map)
        swell = np.array([1.8, 1.3])
        self.waves = Waves([0.11, 0.17], phases(seed, 2, 51), [swell, swell * 0.8])

    def course(self):
        lie = Lie(self.views, self.map)
        height = 0.3 + 0.7 * clamp((lie.end - self.views.y) / maximum(lie.end * 0.7, 60.0))
        swirl = curl(self.views, phases(self.seed, 5, 53), (170, 240, 130, 300, 200))
        path = (self.row.heading(self.regions) * 76.0 + swirl * 7.0) * height * self.row.amount
        held = maximum(foreign(self.views.field), shining(luma(self.views.field)))
        return concat([path, self.map * (1.0 - held)], 1)

    def fields(self):
        views = self.views
        dx, dy = (reshape(d, 1, 1, 1, 1) for d in (self.row.dx, self.row.dy))
        return [Waves.spread(plane(views, dx, dy, [300, 210], [0.5, -0.7]))]

    def at(self, clock, swell):
        swelling = self.waves.at(clock, self.row.speed, swell) * self.map * self.row.amount
        return op("Concat", swelling, self.map * 0.0, axis=1)


def foreign(rgb):
    """0..1 [1,1,h,w]: what is small and yellower or greener than all around it, as no cloud is: a kite."""
    high = op("Max", channel(rgb, 0), channel(rgb, 1))
    gaudy = high - channel(rgb, 2)
    # An evening sky is warm all over.
    cool = soft_step(blur(blur(gaudy, 12), 12), 0.15, 0.08)
    return blur(dilate(soft_step(standing_out(gaudy), 0.12, 0.25) * cool, 4, 4, 4, 4), 1)


def shining(light):
    """0..1 [1,1,h,w]: lamps and the moon in the dark, with the hood of the one and the glow around both."""
    core = soft_step(standing_out(light), 0.3, 0.5) * soft_step(light, 0.6, 0.8) * soft_step(blur(blur(light, 12), 12), 0.5, 0.35)
    return blur(dilate(core, 16, 16, 16, 16), 5)


def standing_out(plane):
    """Top-hat: how much more a small thing has of something than all around it."""
    return plane - dilate(erode(plane, 9), 9, 9, 9, 9)
