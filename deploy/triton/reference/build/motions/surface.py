"""What lies level and is seen at a slant: how near it is from row to row, and the waves and glints on water."""
import math

import numpy as np

from ..chance import phases
from ..graph import value_of
from ..mathematics import blur, channel, clamp, concat, halve, less, log, maximum, mean, op, part, reshape, soft_step, to_float, total, where
from ..noise import noise
from ..views import luma, resized
from ..waves import Waves, meander


class Lie:
    """nearness: 0 at the far end of a map .. 1 at its near one [1,1,h,1]; depth: units of the picture between them."""

    def __init__(self, views, shown):
        mass = mean(shown, (3,))
        shares = op("CumSum", mass, 2) / (total(mass, (2,)) + 1e-4)
        self.far = total(to_float(less(shares, 0.02)), (2,)) * 2.0
        self.end = total(to_float(less(shares, 0.98)), (2,)) * 2.0
        self.depth = maximum(self.end - self.far, 60.0)
        self.nearness = clamp((views.y - self.far) / self.depth)


class Surface:
    """Waves that come towards the viewer, longer and higher the nearer they are.

    Subclasses say: LENGTHS (units, at the near end), RATES (turns per second), REACH (units, of the mean length),
    CREST (share by which crests are brighter), SALT, RATE (cycles of the drift per second).
    """

    STEADY = False

    def __init__(self, views, regions, row, seed):
        self.views, self.row, self.seed, self.map = views, row, seed, regions["water"]
        self.works = row.works_on(self.map)
        lengths = np.asarray(self.LENGTHS, float)
        upright = self.REACH * lengths / lengths.mean()
        self.waves = Waves(self.RATES, phases(seed, len(lengths), self.SALT), [upright * 0.45, upright, upright / self.REACH], [1.0, 0.0, 1.0])

    def fields(self):
        views, lie = self.views, Lie(self.views, self.map)
        near = lie.nearness + 0.22
        scale = clamp(lie.depth * (1 / 180), 0.6, 1.5)
        lengths = np.asarray(self.LENGTHS, float).reshape(1, -1, 1, 1)
        away = log(near) * (lie.depth / scale)
        across = (views.x - views.field_width * 0.5) / near
        slant = np.resize([0.010, -0.022, 0.030, -0.035, 0.004, 0.048], lengths.size).reshape(1, -1, 1, 1) * (40 / lengths.mean())
        lean = reshape(where(self.row.given, self.row.dx, 0.0), 1, 1, 1, 1)
        bend = meander(views, phases(self.seed, 5, self.SALT + 1), np.array([90, 130, 70, 200, 160]) * math.sqrt(lengths.mean() / 40)) * 0.9
        argument = away * (-2 * math.pi / lengths) + across * (slant - lean * 0.03) + bend
        light = luma(views.field)
        bright = soft_step(light - blur(light, 6), 0.0, 0.08) * self.map
        place = concat([across * (1 / 420) + away * 0.0, away * (1 / 150) + across * 0.0], 1)
        place = halve(place)
        return [Waves.spread(argument), self.map * (0.5 + 0.8 * lie.nearness) * scale, bright, place, twinkle(place, value_of(np.zeros(2)))]

    def course(self):
        still = self.map * 0.0
        return concat([still, still, self.map], 1)

    def at(self, clock, spread, envelope, bright, place, first):
        swell, amount = self.waves.at(clock, self.row.speed, spread), self.row.amount
        turned = clock.turns(value_of(np.array([0.17, 0.26])) * op("Max", self.row.speed, 1e-3))
        glints = resized(twinkle(place, turned) - clock.rest * first, self.views.field_sizes)
        light = channel(swell, 2) * self.map * self.CREST + glints * bright * 0.4
        return concat([part(swell, 1, 0, 2) * envelope * amount, light * amount], 1)


def twinkle(place, turned):
    """-1..1.5 [1,1,h,w]: two layers of noise that pass through each other; turned FLOAT [2]."""
    across, away = channel(place, 0), channel(place, 1)
    one, other = part(turned, 0, 0, 1), part(turned, 0, 1, 2)
    return op("Clip", channel(noise(across + one, away + other), 0) * channel(noise(across * 1.3 - one, away - one), 1), -1.0, 1.5)
