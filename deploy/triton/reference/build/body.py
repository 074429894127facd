"""Regions of the picture moving: what drifts first, then the warp and the light of the modes."""
from . import motions
from .drift import Drift
from .mathematics import clamp, part
from .modes import Fields
from .warp import identity_grid, sample, to_grid


class Body:
    """rows: motion name -> Row; regions: RegionMaps."""

    def __init__(self, views, regions, rows, seed):
        self.views = views
        doings = [getattr(motions, name)(views, regions, rows[name], seed) for name in motions.MOVING]
        flows = [d.flow for d in doings if d.flow]
        self.fields = Fields([m for d in doings for m in d.modes])
        self.drift = Drift(views, [path for path, _ in flows], [moving for _, moving in flows])
        self.start = identity_grid(views)

    def at(self, clock):
        """RGB FLOAT [1,3,H,W] in 0..1."""
        field = self.views.full(self.fields.at(clock))
        grid = self.start - to_grid(self.views, part(field, 1, 0, 2))
        moved = sample(self.drift.at(clock), grid, "bicubic")
        return clamp(moved * (1.0 + part(field, 1, 2, 3)))
