"""Water that ripples, flows, falls and swells."""
import numpy as np

from ..chance import phases
from ..graph import value_of
from ..mathematics import blur, box, channel, concat, greater, op, part, reshape, soft_step, sqrt, squared, total, where
from ..noise import noise
from ..views import luma
from .surface import Lie, Surface


class Water(Surface):
    """Ripples; the reflections wobble with them; a slow drift."""

    LENGTHS, RATES = (92, 62, 76, 48, 112, 54), (0.42, 0.61, 0.5, 0.83, 0.34, 0.71)
    REACH, CREST, SALT, RATE = 5.8, 0.05, 12, 0.5

    def __init__(self, views, regions, row, seed):
        super().__init__(views, regions, row, seed)
        self.regions = regions

    def course(self):
        lie = Lie(self.views, self.map)
        drift = self.row.heading(self.regions) * (0.25 + lie.nearness) * where(self.row.given, 44.0, 22.0)
        return concat([drift * self.row.amount, self.map], 1)


class Swell(Surface):
    """Long waves that travel and lift what floats on them; their crests catch the light."""

    LENGTHS, RATES = (170, 122, 144, 96, 200, 78), (0.33, 0.45, 0.39, 0.56, 0.28, 0.64)
    REACH, CREST, SALT, RATE = 5.5, 0.07, 17, 0.5


class Current(Surface):
    """A river: the water itself moves along its banks, faster in the middle and near the viewer."""

    LENGTHS, RATES = (46, 33, 40, 26), (0.8, 1.2, 1.0, 1.5)
    REACH, CREST, SALT, RATE = 1.4, 0.04, 22, 1.0

    def __init__(self, views, regions, row, seed):
        super().__init__(views, regions, row, seed)
        self.regions = regions

    def course(self):
        lie = Lie(self.views, self.map)
        heading = self.row.heading(self.regions, lengthwise(self.views, self.map))
        heading = where(self.row.given, heading, along_banks(heading, self.map))
        middle = 0.35 + 0.65 * soft_step(blur(self.map, 10), 0.35, 0.95)
        return concat([heading * (middle * (0.3 + 0.9 * lie.nearness) * 70.0 * self.row.amount), self.map], 1)


class Waterfall:
    """Water that falls ever faster, in streaks."""

    RATE, STEADY = 1.3, False

    def __init__(self, views, regions, row, seed):
        self.views, self.regions, self.row, self.seed, self.map = views, regions, row, seed, regions["waterfall"]
        self.works = row.works_on(self.map)

    def fallen(self):
        """0 at the top of a fall .. 1 at its foot, column by column [1,1,h,w]."""
        smooth = box(self.map, 0, 0, 6, 6)
        return op("CumSum", smooth, 2) / (total(smooth, (2,)) + 4.0)

    def course(self):
        heading = self.row.heading(self.regions)
        return concat([heading * ((0.45 + 0.75 * sqrt(self.fallen())) * 92.0 * self.row.amount), self.map], 1)

    def fields(self):
        views, fallen = self.views, self.fallen()
        light = luma(views.field)
        white = self.map * soft_step(light, 0.2, 0.6)
        offset = reshape(phases(self.seed, 1, 27), 1, 1, 1, 1)
        # Streaks are narrow and long; they stretch as the water speeds up.
        place = concat([views.x * (1 / 230) + views.y * 0.0003 + offset, sqrt(fallen + 0.05) * (total(self.map, (2,)) * (2 / 520)) + offset], 1)
        return [white, place, self.streaks(place, value_of(np.zeros(2)))]

    def at(self, clock, white, place, first):
        turned = clock.turns(value_of(np.array([0.9, 1.25])) * op("Max", self.row.speed, 1e-3))
        moved = (self.streaks(place, turned) - clock.rest * first) * white * self.row.amount
        return concat([channel(moved, 0) * 1.2, channel(moved, 1) * 0.0, channel(moved, 1) * 0.16], 1)

    @staticmethod
    def streaks(place, turned):
        across, down = channel(place, 0), channel(place, 1)
        one = noise(across, down - part(turned, 0, 0, 1))
        return (one + noise(across * 1.7, down * 1.2 - part(turned, 0, 1, 2))) * 0.7


def lengthwise(views, shown):
    """[1,2,1,1]: the long axis of a map, towards the viewer."""
    mass = total(shown, (2, 3)) + 1e-3
    x, y = views.x - total(shown * views.x, (2, 3)) / mass, views.y - total(shown * views.y, (2, 3)) / mass
    xx, yy, xy = (total(shown * a * b, (2, 3)) / mass for a, b in ((x, x), (y, y), (x, y)))
    half = sqrt(squared(xx - yy) + 4.0 * squared(xy))
    axis = concat([xx - yy + half, 2.0 * xy], 1) + where(greater(yy, xx), value_of(np.array([0.0, 1e-3]).reshape(1, 2, 1, 1)), value_of(np.array([1e-3, 0.0]).reshape(1, 2, 1, 1)))
    axis = axis / sqrt(total(squared(axis), (1,)))
    return axis * where(greater(channel(axis, 1), -0.05), 1.0, -1.0)


def along_banks(heading, shown):
    """Directions without what would run against the border of the map."""
    smooth = blur(blur(shown, 5), 5)
    padded = op("Pad", smooth, np.array([0, 0, 1, 1, 0, 0, 1, 1]), mode="edge")
    across = part(part(padded, 3, 2, 2 ** 31), 2, 1, -1) - part(part(padded, 3, 0, -2), 2, 1, -1)
    down = part(part(padded, 2, 2, 2 ** 31), 3, 1, -1) - part(part(padded, 2, 0, -2), 3, 1, -1)
    slope = concat([across, down], 1)
    against = total(heading * slope, (1,)) / (total(squared(slope), (1,)) + 2e-4)
    return heading - slope * against
