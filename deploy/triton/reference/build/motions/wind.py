"""What bends in the wind: leaves on their branches, and grass. Gusts travel over the picture and stir what they reach."""
import math

import numpy as np

from ..chance import phases
from ..graph import value_of
from ..mathematics import blur, box, channel, concat, dilate, log, maximum, op, part, reshape, soft_step, squared
from ..noise import noise
from ..views import luma, resized, structure
from ..waves import Waves, meander
from .surface import Lie


class Gusts:
    """How hard it blows, 0 .. about 1.3 [1,1,h,w], at places [1,2,h,w] given in tiles along and across the wind."""

    def __init__(self, row, seed, salt):
        self.row, self.offset = row, reshape(phases(seed, 2, salt), 1, 2, 1, 1)

    def place(self, x, y, length, width):
        dx, dy = (reshape(d, 1, 1, 1, 1) for d in (self.row.dx, self.row.dy))
        along = (x * dx + y * dy) * (1 / length)
        return concat([along, (y * dx - x * dy) * (1 / width)], 1) + self.offset

    def start(self, views, place):
        """The places at a third of the field view's samples along each side, for gusts are smooth; and the gusts at rest."""
        place = resized(place, op("Div", views.field_sizes, np.array([3])))
        return [place, resized(self.blow(place), views.field_sizes)]

    def at(self, clock, place):
        turned = clock.turns(value_of(np.array([0.25, 0.4])) * op("Max", self.row.speed, 1e-3))
        return self.blow(place, part(turned, 0, 0, 1), part(turned, 0, 1, 2))

    @staticmethod
    def blow(place, first=0.0, second=0.0):
        along, across = channel(place, 0), channel(place, 1)
        one, two = channel(noise(along - first, across), 0), channel(noise(along * 1.6 - second, across * 1.4 + 0.3), 1)
        # Stems bend as a whole: nothing finer than they are long.
        return blur(op("Clip", one * 0.42 + two * 0.25 + 0.55, 0.0, 1.4), 4)


class Foliage:
    """Everything leans with the gust; crowns stir branch by branch, and leaves flutter each in its own time."""

    def __init__(self, views, regions, row, seed):
        self.views, self.row, self.seed, self.map = views, row, seed, regions["foliage"]
        self.works = row.works_on(self.map)
        self.gusts = Gusts(row, seed, 40)
        branches = np.array([5.0, 3.4, 4.2, 2.2])
        self.stirring = Waves([0.43, 0.67, 0.53, 0.91], phases(seed, 4, 43), [branches, branches * 0.75], [0.0, 1.0])
        leaves = np.array([2.2, 1.5, 1.9])
        self.fluttering = Waves([1.35, 2.1, 1.7], phases(seed, 3, 45), [leaves, leaves * 0.9, leaves * 0.03], [0.0, 1.3, 0.6])

    def fields(self):
        views, seed = self.views, self.seed
        _, coherence, upright = structure(luma(views.field))
        # Trunks and stems are long upright edges: they hold what is near them.
        held = soft_step(box(coherence * maximum(upright, 0.0), 9, 9, 1, 1), 0.15, 0.4)
        tangled = blur(1.0 - 0.6 * soft_step(coherence, 0.45, 0.8), 2)
        hang = resized(1.0 - 0.95 * blur(dilate(held, 2, 2, 4, 4), 3), views.field_sizes) * blur(self.map, 1)
        loose = resized(tangled, views.field_sizes) * hang
        bend = meander(views, phases(seed, 5, 42), (110, 76, 150, 64, 95)) * 1.5
        dx, dy = (reshape(d, 1, 1, 1, 1) for d in (self.row.dx, self.row.dy))
        lag = (views.x * dx + views.y * dy) * (-2 * math.pi / np.array([420, 260, 340, 180.0]).reshape(1, -1, 1, 1))
        own = noise(views.x * (1 / 330), views.y * (1 / 330))
        one, other = channel(own, 0) * 2.6, channel(own, 1) * 2.6
        place = self.gusts.place(views.x, views.y, 1100.0, 700.0)
        return [hang, loose, Waves.spread(lag + bend), Waves.spread(concat([one, other, (one + other) * 0.8], 1)), *self.gusts.start(views, place)]

    def at(self, clock, hang, loose, branches, leaves, place, first):
        now = resized(self.gusts.at(clock, place), self.views.field_sizes)
        lean = (now - clock.rest * first) * hang
        stir = self.stirring.at(clock, self.row.speed, branches) * (0.35 + 0.8 * now) * loose
        flutter = self.fluttering.at(clock, self.row.speed, leaves) * (0.25 + now) * loose
        moved = lean * (reshape(concat([self.row.dx, self.row.dy], 0), 1, 2, 1, 1) * 7.5) + stir + part(flutter, 1, 0, 2)
        return concat([moved, lean * 0.03 + channel(flutter, 2)], 1) * self.row.amount


class Grass:
    """Blades bend from their base as the gust passes, near ones further, and turn their pale side to the light."""

    def __init__(self, views, regions, row, seed):
        self.views, self.row, self.seed, self.map = views, row, seed, regions["grass"]
        self.works = row.works_on(self.map)
        self.gusts = Gusts(row, seed, 50)
        blades = np.array([1.5, 1.1, 0.8])
        self.quivering = Waves([0.9, 1.4, 1.9], phases(seed, 3, 52), [blades, blades * 0.15])

    def fields(self):
        views, lie = self.views, Lie(self.views, self.map)
        near = lie.nearness + 0.3
        # Blades stand on what is below them: at the lower border of the map they do not move.
        rooted = blur(self.map, 1) * soft_step(box(self.map, 0, 12, 1, 1), 0.3, 1.0)
        one, other = (meander(views, phases(self.seed, 5, salt), (74, 120, 58, 190, 96), heading) * 1.3 for salt, heading in ((53, 0.2), (54, 1.1)))
        away = log(near) * lie.depth
        place = self.gusts.place((views.x - views.field_width * 0.5) / near, away, 1500.0, 900.0)
        return [rooted * (0.3 + 0.9 * lie.nearness), Waves.spread(concat([one, other, one + other], 1)), *self.gusts.start(views, place)]

    def at(self, clock, height, blades, place, first):
        now = resized(self.gusts.at(clock, place), self.views.field_sizes)
        lean = now - clock.rest * first
        quiver = self.quivering.at(clock, self.row.speed, blades) * (0.3 + now)
        dx, dy = (reshape(d, 1, 1, 1, 1) for d in (self.row.dx, self.row.dy))
        across = lean * dx * 9.5 + channel(quiver, 0)
        down = lean * dy * 3.0 + squared(lean) * 1.2 + channel(quiver, 1)
        return concat([across * height, down * height, lean * height * 0.09], 1) * self.row.amount
