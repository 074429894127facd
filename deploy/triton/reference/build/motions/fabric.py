"""Hair and cloth: held at one side, free at the other, with waves that run from the one to the other."""
import math

import numpy as np

from ..chance import phases
from ..mathematics import blur, box, channel, clamp, concat, greater, maximum, op, reshape, soft_step, sqrt, squared, total, where
from ..views import luma, resized, tensor
from ..waves import Waves, meander


class Hair:
    """Strands sway across their own direction, one behind the other; what is near the skin or at the root keeps still."""

    def __init__(self, views, regions, row, seed):
        self.views, self.regions, self.row, self.seed, self.map = views, regions, row, seed, regions["hair"]
        self.works = row.works_on(self.map)
        swings = np.array([9.0, 6.0, 3.6, 1.8])
        self.waves = Waves([0.31, 0.52, 0.83, 1.3], phases(seed, 4, 62), [swings, swings * 0.7, swings * 0.006], [0.0, 1.3, 1.0])

    def fields(self):
        views = self.views
        # From root to tip, column by column.
        smooth = box(self.map, 0, 0, 8, 8)
        hang = op("CumSum", smooth, 2) / (total(smooth, (2,)) + 12.0)
        free = 1.0 - clamp(blur(self.regions.still, 5) * 1.6)
        loose = blur(self.map, 1) * (0.15 + 0.85 * hang) * free
        dx, dy = (reshape(d, 1, 1, 1, 1) for d in (self.row.dx, self.row.dy))
        lag = (views.x * dx + views.y * dy) * (-2 * math.pi / 290) * np.array([0.7, 1.0, 1.4, 2.1]).reshape(1, -1, 1, 1)
        apart = meander(views, phases(self.seed, 5, 63), (190, 130, 240, 105, 160)) * np.array([0.6, 0.8, 1.1, 1.5]).reshape(1, -1, 1, 1)
        return [loose, self.across(), Waves.spread(lag + hang * -3.6 + apart)]

    def across(self):
        """[1,3,h,w]: the projection (xx, yy, xy) on what is across the strands, from the maps' direction or the picture's lines."""
        xx, yy, xy = tensor(luma(self.views.field), 3)
        lines = resized(concat([xx, yy, xy], 1) / (xx + yy + 1e-5), self.views.field_sizes)
        x, y = channel(self.regions.direction, 0), channel(self.regions.direction, 1)
        length = squared(x) + squared(y)
        said = soft_step(length, 0.02, 0.1)
        mapped = concat([y * y, x * x, x * y * -1.0], 1) / (length + 1e-4)
        isotropic = np.array([0.2, 0.2, 0.0]).reshape(1, 3, 1, 1)
        return (lines * (1.0 - said) + mapped * said) * 0.85 + isotropic

    def at(self, clock, loose, across, lags):
        swing = self.waves.at(clock, self.row.speed, lags) * loose
        x, y = channel(swing, 0), channel(swing, 1)
        xx, yy, xy = (channel(across, i) for i in range(3))
        return concat([xx * x + xy * y, xy * x + yy * y, channel(swing, 2)], 1) * self.row.amount


class Cloth:
    """Folds travel from where the cloth is held to its free edge, higher and higher, and shade it."""

    def __init__(self, views, regions, row, seed):
        self.views, self.regions, self.row, self.seed, self.map = views, regions, row, seed, regions["cloth"]
        self.works = row.works_on(self.map)
        folds = np.array([6.6, 4.7, 2.8, 1.6])
        self.waves = Waves([0.7, 1.05, 1.5, 2.1], phases(seed, 4, 67), [folds, folds * 0.45, folds * 0.019], [0.0, 1.0, 1.0])

    def fields(self):
        views = self.views
        heading = total(self.row.heading(self.regions) * self.map, (2, 3))
        heading = heading / (sqrt(total(squared(heading), (1,))) + 1e-3)
        dx, dy = channel(heading, 0), channel(heading, 1)
        along = views.x * dx + views.y * dy
        inside = greater(self.map, 0.5)
        low = op("ReduceMin", where(inside, along, 1e4), np.array([2, 3]), keepdims=1)
        high = op("ReduceMax", where(inside, along, -1e4), np.array([2, 3]), keepdims=1)
        length = maximum(high - low, 40.0)
        free = clamp((along - low) / length)
        wavelengths = maximum(length * np.array([0.62, 0.42, 0.3, 0.22]).reshape(1, -1, 1, 1), 26.0)
        bend = meander(views, phases(self.seed, 4, 66), (160, 230, 120, 300)) * 0.8
        slant = (views.y * dx - views.x * dy) * np.array([0.010, -0.014, 0.020, -0.008]).reshape(1, -1, 1, 1)
        argument = (along - low) * (-2 * math.pi) / wavelengths + slant + bend
        envelope = blur(self.map, 1) * (0.2 + 0.8 * sqrt(free)) * clamp(length * (1 / 140), 0.4, 1.4)
        return [envelope, heading, Waves.spread(argument)]

    def at(self, clock, envelope, heading, folds):
        fold = self.waves.at(clock, self.row.speed, folds) * envelope * self.row.amount
        dx, dy = channel(heading, 0), channel(heading, 1)
        across, along = channel(fold, 0), channel(fold, 1)
        return concat([dx * along - dy * across, dy * along + dx * across, channel(fold, 2)], 1)
