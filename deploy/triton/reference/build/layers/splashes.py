"""Drops that hit the ground: rings that widen and fade, flat and small in the distance.

The ground is a lattice of cells in perspective. In every cell drops fall one after the other; a hash decides where, and
whether there is one.
"""
import numpy as np

from ..chance import phases
from ..graph import INT64, ints, op, value_of, when
from ..mathematics import (absolute, cast, clamp, concat, floor, fraction, less, log, maximum, mean, reshape, soft_step, sqrt,
                           squared, to_float, total)
from .ambience import Ambience, is_active, lamp_map, only_if, seconds, shows, units
from .rain import scatter

SIDE = 64
# Width of a cell and its height on the nearest ground, in units.
WIDE, TALL = 50.0, 19.0
SETS = ((0.0, 1.9), (0.43, 2.3))


class Splashes:
    def __init__(self, views, regions, rows, seed):
        self.views, self.row = views, rows["rain"]
        self.asked = is_active(self.row)
        mass = mean(regions["ground"], (3,))
        shares = op("CumSum", mass, 2) / (total(mass, (2,)) + 1e-4)
        far = total(to_float(less(shares, 0.01)), (2,)) * 2.0 - 4.0
        # The first row of pixels that is worth looking at.
        self.top = cast(reshape(clamp(far / views.field_height, 0.0, 0.96), -1) * to_float(views.height), INT64)
        x, y = units(views)
        self.y = op("Slice", y, self.top, views.height, ints(2))
        self.depth = maximum(views.field_height - far, 24.0)
        self.scale = clamp((self.y - far) / self.depth, 0.02, 1.0)
        self.x = x - views.field_width * 0.5
        self.start = phases(seed, 1, 790)
        self.ground = only_if(self.asked, lambda: self.below(views.full(regions["ground"])) * soft_step(self.scale, 0.06, 0.3))
        self.glow = only_if(self.asked, lambda: self.lit(lamp_map(views, regions)))
        self.cells = [only_if(self.asked, lambda: self.cell(shift), INT64) for shift, _ in SETS]
        self.across = [only_if(self.asked, lambda: fraction(self.place(shift)[0])) for shift, _ in SETS]
        self.down = [only_if(self.asked, lambda: fraction(self.place(shift)[1])) for shift, _ in SETS]

    def below(self, image):
        """The part of the picture from the first row of ground on."""
        return op("Slice", image, self.top, self.views.height, ints(2))

    def lit(self, lamp):
        light = Ambience(self.views.picture, self.views, lamp)
        return self.below(self.views.full(light.around + light.highlight * 0.6)) * 0.42

    def place(self, shift):
        """Where a pixel is in the lattice, in cells: [1,1,*,W] and [1,1,*,1]."""
        v = log(self.scale) * (self.depth * (1.0 / TALL)) + shift
        return self.x / (self.scale * WIDE) + floor(v) * 0.37 + shift, v

    def cell(self, shift):
        column, line = (op("Mod", cast(floor(p), INT64), np.array([SIDE])) for p in self.place(shift))
        return line * SIDE + column

    def at(self, image, clock):
        return when(shows(self.asked, clock), lambda: self.splashing(image, clock), lambda: op("Identity", image))

    def splashing(self, image, clock):
        amount = (1.0 - clock.rest) * clamp(self.row.amount * 2.0)
        time = seconds(clock) * maximum(self.row.speed, 0.1)
        light = self.ring(0, time, amount) + self.ring(1, time, amount)
        light = light * self.ground
        ground = self.below(image)
        struck = clamp(ground * (1.0 - 0.22 * absolute(light)) + self.glow * light)
        return concat([op("Slice", image, ints(0), self.top, ints(2)), struck], 2)

    def ring(self, which, time, amount):
        """[1,1,*,W]: a bright ring with a dark one around it in every cell that a drop has hit."""
        shift, rate = SETS[which]
        key = value_of(np.arange(SIDE * SIDE) * 0.731 + shift) + self.start
        turn = time * rate * (0.8 + 0.4 * scatter(key)) + scatter(key + 1.7) * 8.0
        key = key + floor(turn) * 2.37
        age = fraction(turn)
        taken = soft_step(0.55 * amount - scatter(key + 0.9), 0.0, 0.05) * squared(1.0 - age)
        # Two numbers in one, so that the pixels are visited half as often.
        hit = op("Gather", floor(taken * 255.0) + age, self.cells[which])
        middle = op("Gather", floor(scatter(key + 3.1) * 255.0) + scatter(key + 4.3), self.cells[which])
        taken, across = floor(hit), floor(middle)
        age, down = hit - taken, middle - across
        distance = sqrt(squared(self.across[which] - across * (0.2 / 255.0) - 0.4) + squared(self.down[which] - down * 0.2 - 0.4))
        away = (distance - 0.04 - 0.34 * age) * (1.0 / 0.055)
        return (clamp(1.0 - absolute(away)) - 0.3 * clamp(1.0 - absolute(away - 1.0))) * (taken * (1 / 255.0))
