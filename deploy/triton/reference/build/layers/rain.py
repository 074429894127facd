"""Rain in the air: thin streaks that fall at four distances, blurred by their own motion and lit by what is around them.

K. Garg, S. K. Nayar, "Vision and rain", IJCV 2007: a drop shows the light of a wide field around it, so a streak is
brighter than a dark background, hardly seen before a bright one, and its contrast falls with its length.
Every layer is a set of slanted columns; a column is a train of places for drops, a hash decides which places are taken,
where in the column and how bright. The train is computed on [rows, columns] and then brought to the pixels.
"""
from dataclasses import dataclass

import numpy as np

from ..chance import phases
from ..graph import INT64, op, value_of, when
from ..mathematics import absolute, cast, clamp, floor, fraction, maximum, minimum, reshape, sin, soft_step, where
from ..views import resized
from .ambience import Ambience, is_active, lamp_map, only_if, per_pixel, put_over, seconds, shows, units

COLUMNS = 192


@dataclass(frozen=True)
class Distance:
    """Lengths in units: column and place (spacing of drops), pace in units per second, streak length and half width."""

    column: float
    place: float
    pace: float
    length: float
    width: float
    alpha: float
    share: float
    lean: float
    far: bool


DISTANCES = (
    Distance(3.3, 72.0, 330.0, 17.0, 0.65, 0.5, 0.75, 0.0, True),
    Distance(7.7, 140.0, 560.0, 32.0, 0.85, 0.62, 0.62, 0.012, False),
    Distance(19.0, 290.0, 900.0, 62.0, 1.15, 0.6, 0.5, -0.016, False),
    Distance(61.0, 600.0, 1500.0, 130.0, 2.4, 0.3, 0.42, 0.03, False),
)


def scatter(a):
    """A hash of a number to 0..1."""
    return fraction(sin(a) * 4375.8545)


class Streaks:
    """One distance."""

    def __init__(self, views, row, distance, seed, salt, asked):
        self.distance, self.row = distance, row
        x, y = units(views)
        self.y = reshape(y, -1, 1)
        slant = slant_of(row) + distance.lean

        def place():
            across = x - y * per_pixel(slant) + (views.field_height + 40.0)
            return across * (1.0 / distance.column)

        def index():
            column = cast(floor(place()), INT64)
            line = op("Range", np.array(0, np.int64), op("Squeeze", views.height), np.array(1, np.int64))
            return op("Mod", column, np.array([COLUMNS])) + reshape(line, 1, 1, -1, 1) * COLUMNS

        self.index = only_if(asked, index, INT64)
        self.within = only_if(asked, lambda: fraction(place()))
        self.salted = value_of(np.arange(COLUMNS).reshape(1, -1) * 3.717) + phases(seed, 1, salt)
        self.width = maximum(distance.width * views.pixels_per_unit, 0.75) / views.pixels_per_unit

    def at(self, time, presence):
        d, row = self.distance, self.row
        pace = d.pace * (0.92 + 0.16 * scatter(self.salted * 1.31 + 2.0)) * maximum(row.speed, 0.05)
        length = d.length * (0.45 + 0.55 * minimum(row.speed, 2.0))
        fallen = (self.y - pace * time) * (1.0 / d.place) + scatter(self.salted)
        number = floor(fallen)
        key = number * 1.937 + self.salted
        taken = clamp((d.share * presence - scatter(key)) * 12.0)
        along = (fallen - number) * (d.place / length)
        streak = clamp(along * (1.0 - along) * 4.0) * taken * (0.35 + 0.65 * scatter(key + 17.3))
        middle = 0.2 + 0.6 * scatter(key + 5.1)
        # Both in one number, so that the pixels are visited once: brightness in 255 steps, the middle behind the point.
        both = op("Gather", reshape(floor(streak * 255.0) + middle, -1), self.index)
        streak = floor(both)
        middle, streak = both - streak, streak * (1 / 255.0)
        thin = clamp(1.0 - absolute(self.within - middle) * (d.column / self.width))
        return streak * thin * d.alpha


def slant_of(row):
    """FLOAT [1]: how far a drop goes sideways for a unit down."""
    return where(row.given, clamp(row.dx / maximum(row.dy, 0.5), -1.0, 1.0), 0.13)


class Rain:
    def __init__(self, views, regions, rows, seed):
        self.row, self.views = rows["rain"], views
        self.asked = is_active(self.row)
        self.far = only_if(self.asked, lambda: views.full(soft_step(regions.depth, 0.15, 0.5)))
        self.lamps = only_if(self.asked, lambda: lamp_map(views, regions))
        self.layers = [Streaks(views, self.row, d, seed, 700 + i, self.asked) for i, d in enumerate(DISTANCES)]

    def at(self, image, clock):
        return when(shows(self.asked, clock), lambda: self.falling(image, clock), lambda: op("Identity", image))

    def falling(self, image, clock):
        presence = (1.0 - clock.rest)
        amount = clamp(self.row.amount * 2.0)
        density = presence * (0.45 + 0.55 * amount)
        alpha = None
        for layer in self.layers:
            streaks = layer.at(seconds(clock), density)
            if layer.distance.far:
                streaks = streaks * self.far
            alpha = streaks if alpha is None else alpha + streaks
        light = Ambience(image, self.views, self.lamps)
        glow = light.around * 1.1 + light.highlight * 0.7 + 0.05
        color = resized(clamp(glow, 0.0, 0.96), op("Shape", image, start=2, end=4))
        strength = per_pixel(presence * (0.4 + 0.6 * amount))
        return put_over(image, color, clamp(alpha * strength, 0.0, 0.75))
