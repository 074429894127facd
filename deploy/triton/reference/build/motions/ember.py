"""Sparks that leave the fire, wander upwards with the wind, cool and go out."""
import math

import numpy as np

from ..chance import phases
from ..graph import INT64, value_of, when
from ..mathematics import cast, clamp, concat, cos, exp, floor, less, op, reshape, sin, soft_step, sqrt, squared, to_float, total, where
from ..row import when_working

COUNT = 40
LIFE = np.linspace(1.5, 3.1, COUNT)[np.random.RandomState(8).permutation(COUNT)]  # seconds
YOUNG, OLD = np.array([1.0, 0.66, 0.24]).reshape(3, 1, 1), np.array([1.0, 0.30, 0.06]).reshape(3, 1, 1)


class Ember:
    """A spark that has gone out is followed by another, with another course."""

    def __init__(self, views, regions, row, seed):
        self.views, self.row, self.seed, self.map = views, row, seed, regions["flame"]
        self.works = row.works_on(self.map)
        self.columns, self.height, self.reach = when_working(self.works, self.prepared)

    def prepared(self):
        """Shares of the flames left of each column [1,w], height they start at [1] and how far they fly [1], in units."""
        columns = op("Squeeze", total(self.map, (2,)), np.array([0, 1]))
        rows = total(self.map, (3,))
        shares = op("CumSum", columns, 1) / (total(columns, (1,)) + 1e-3)
        above = op("CumSum", rows, 2) / (total(rows, (2,)) + 1e-3)
        size = clamp(sqrt(total(self.map, (2, 3)) * 4.0) * (1 / 75), 0.35, 1.5)
        return [shares, reshape(total(to_float(less(above, 0.35)), (2,)) * 2.0, -1), reshape(size, -1)]

    def over(self, image, clock):
        return when(self.works, lambda: self.sparkling(image, clock), lambda: op("Identity", image))

    def sparkling(self, image, clock):
        views = self.views
        turned = clock.turns(value_of(1 / LIFE) * op("Max", self.row.speed, 1e-3)) + np.linspace(0, 1, COUNT, endpoint=False)
        generation = floor(turned)
        age = turned - generation
        chance = [phases(self.seed + cast(generation, INT64) * np.array([7919]), COUNT, salt) for salt in (81, 82, 83, 84)]
        start, reach, swing, hue = (c * (1 / (2 * math.pi)) for c in chance)
        x = total(to_float(less(self.columns, reshape(start, -1, 1))), (1,), keep=False) * 2.0
        flown = self.reach * (90.0 + 190.0 * reach) * age * (1.3 - 0.3 * age)
        side = self.reach * (8.0 + 26.0 * hue) * sin(age * (5.0 + 5.0 * swing) + chance[1]) * sqrt(age)
        x = x + self.row.dx * flown - self.row.dy * side
        y = self.height + self.row.dy * flown + self.row.dx * side
        # Not looping: those that are born after the first frame; looping: none at its two ends.
        born = where(clock.loops, 1.0 - clock.rest, to_float(op("Greater", generation, 0.5)))
        glow = soft_step(age, 0.0, 0.1) * (1.0 - age) * (0.75 + 0.25 * cos(age * 60.0 + chance[2])) * born
        asked = clamp(self.row.amount * float(COUNT) - np.arange(COUNT, dtype=np.float32))
        width = (0.9 + 0.7 * hue) * (1.0 - 0.3 * age) * views.pixels_per_unit
        spots = self.spots(x * views.pixels_per_unit, y * views.pixels_per_unit, op("Max", width, 0.6))
        color = YOUNG + (OLD - YOUNG) * reshape(soft_step(age, 0.1, 0.7), 1, -1, 1)
        light = op("MatMul", spots[0], spots[1] * (color * reshape(glow * asked * 1.35, 1, -1, 1)))
        light = op("Unsqueeze", clamp(light), np.array([0]))
        return image + light * (1.0 - image)

    def spots(self, x, y, width):
        """Round spots at x, y (pixels, [K]) as factors [1,H,K] and [1,K,W]."""
        def bell(places, center): return exp(squared((places - center) / width_of) * -0.5)
        pixels = [to_float(op("Range", np.array(0, np.int64), op("Squeeze", n), np.array(1, np.int64))) for n in (self.views.height, self.views.width)]
        width_of = reshape(width, 1, 1, -1)
        down = bell(reshape(pixels[0], 1, -1, 1), reshape(y, 1, 1, -1))
        width_of = reshape(width, 1, -1, 1)
        return down, bell(reshape(pixels[1], 1, 1, -1), reshape(x, 1, -1, 1))
