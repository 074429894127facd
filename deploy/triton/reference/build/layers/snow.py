"""Snow: soft flakes at four distances, the nearest out of focus, that sway as they sink; the distance whitens a little.

Every layer is a lattice of cells that sinks through the picture; a hash decides which cells hold a flake, where and how big.
"""
from dataclasses import dataclass

import numpy as np

from ..chance import phases
from ..graph import INT64, op, value_of, when
from ..mathematics import cast, clamp, cos, floor, fraction, maximum, minimum, part, reshape, sin, soft_step, squared, where
from ..views import luma, resized
from .ambience import Ambience, is_active, lamp_map, only_if, per_pixel, put_over, seconds, shows, units

SIDE = 64


@dataclass(frozen=True)
class Distance:
    """Lengths in units; pace in units per second; hard: 1 a disc, 0 a soft ball; sway: how far of a cell."""

    cell: float
    radius: float
    pace: float
    alpha: float
    share: float
    hard: float
    sway: float
    far: bool


DISTANCES = (
    Distance(7.0, 0.95, 26.0, 0.62, 0.66, 0.2, 0.16, True),
    Distance(14.0, 1.7, 44.0, 0.75, 0.6, 0.2, 0.2, False),
    Distance(30.0, 3.2, 72.0, 0.8, 0.5, 0.1, 0.22, False),
    Distance(66.0, 6.6, 112.0, 0.6, 0.45, 0.0, 0.24, False),
    Distance(165.0, 17.0, 175.0, 0.24, 0.5, 0.35, 0.2, False),
)


def table(which, low=0.0, high=1.0):
    """Random numbers for the cells, FLOAT [SIDE,SIDE]; every distance starts at another place of the same tables."""
    return value_of(np.random.RandomState(90 + which).random_sample((SIDE, SIDE))) * (high - low) + low


class Flakes:
    """One distance."""

    def __init__(self, views, row, distance, seed, salt):
        self.distance, self.row = distance, row
        x, y = units(views)
        start = phases(seed, 2, salt) * (distance.cell * SIDE / (2 * np.pi))
        self.x, self.y = x + per_pixel(part(start, 0, 0, 1)), y + per_pixel(part(start, 0, 1, 2))
        self.least = 0.7 / views.pixels_per_unit

    def at(self, time, presence, dx, dy):
        d = self.distance
        way = time * (d.pace * maximum(self.row.speed, 0.03))
        u, v = (self.x - per_pixel(way * dx)) * (1.0 / d.cell), (self.y - per_pixel(way * dy)) * (1.0 / d.cell)
        column, line = (op("Mod", cast(floor(p), INT64), np.array([SIDE])) for p in (u, v))
        cells = line * SIDE + column
        radius = maximum(d.radius * table(0, 0.55, 1.3), self.least)
        margin = radius * (1.15 / d.cell)
        turn = table(1, 0.0, 6.28) + time * table(2, 0.7, 1.9) * maximum(self.row.speed, 0.03)
        room = 1.0 - 2.0 * margin
        across = margin + room * (table(3, d.sway, 1.0 - d.sway) + sin(turn) * d.sway)
        down = margin + room * (table(4, 0.1, 0.9) + cos(turn * 1.3) * 0.1)
        taken = clamp((d.share * presence - table(5)) * 10.0) * (table(6, 0.45, 1.0) * d.alpha)
        taken = taken * minimum(squared(d.radius / self.least), 1.0)
        across, down, radius, taken = (op("Gather", reshape(t, -1), cells) for t in (across, down, d.cell / radius, taken))
        x, y = (fraction(u) - across) * radius, (fraction(v) - down) * radius
        fall = clamp(1.0 - (squared(x) + squared(y)))
        ball = squared(fall)
        return taken * (ball + d.hard * (clamp(fall * 3.0) - ball))


class Snow:
    def __init__(self, views, regions, rows, seed):
        self.row, self.views = rows["snow"], views
        self.asked = is_active(self.row)
        self.depth = only_if(self.asked, lambda: resized(regions.depth, op("Shape", views.analysis, start=2, end=4)))
        self.far = only_if(self.asked, lambda: views.full(soft_step(regions.depth, 0.12, 0.45)))
        self.lamps = only_if(self.asked, lambda: lamp_map(views, regions))
        self.layers = [Flakes(views, self.row, d, seed, 740 + i) for i, d in enumerate(DISTANCES)]

    def at(self, image, clock):
        return when(shows(self.asked, clock), lambda: self.falling(image, clock), lambda: op("Identity", image))

    def falling(self, image, clock):
        presence = 1.0 - clock.rest
        amount = clamp(self.row.amount * 2.0)
        density = presence * (0.3 + 0.7 * amount)
        time = seconds(clock)
        clear = None
        for layer in self.layers:
            flakes = layer.at(time, density, where(self.row.given, self.row.dx, 0.16), where(self.row.given, self.row.dy, 0.98))
            if layer.distance.far:
                flakes = flakes * self.far
            clear = 1.0 - flakes if clear is None else clear * (1.0 - flakes)
        light = Ambience(image, self.views, self.lamps)
        white = luma(light.around) * 0.5 + light.around * 0.5
        color = clamp(white * 0.85 + light.highlight * 0.85 + 0.07, 0.0, 0.97)
        haze = self.depth * (per_pixel(presence * amount) * 0.24)
        veil = clamp(white * 0.8 + light.highlight * (0.08 + 0.22 * light.level), 0.0, 0.94)
        hazy = image * self.views.full(1.0 - haze) + self.views.full(veil * haze)
        return put_over(hazy, self.views.full(color), (1.0 - clear) * per_pixel(presence * (0.6 + 0.4 * amount)))
