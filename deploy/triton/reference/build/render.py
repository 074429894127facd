"""The picture at a frame: what drifts first, then the warp and light of the modes. A pure function of (inputs, frame)."""
from . import codec, motions
from .clock import Clock
from .drift import Drift
from .family import MOTIONS
from .mathematics import clamp, part, reshape
from .modes import Fields, Row
from .regions import Regions
from .views import Views
from .warp import identity_grid, sample, to_grid


class Scene:
    """Everything that does not depend on the frame: computed once per call, before the loop over frames."""

    def __init__(self, inputs):
        self.inputs = inputs
        views = self.views = Views(codec.from_bytes(inputs["picture"]))
        rows = {m.name: Row(reshape(part(inputs["motion"], 0, i, i + 1), -1), inputs["motion_strength"], m.natural)
                for i, m in enumerate(MOTIONS)}
        regions = Regions(views, {name: row.active for name, row in rows.items()})
        doings = [getattr(motions, name)(views, regions, row, inputs["seed"]) for name, row in rows.items()]
        flows = [d.flow for d in doings if d.flow]
        self.fields = Fields([m for d in doings for m in d.modes])
        self.drift = Drift(views, [path for path, _ in flows], [moving for _, moving in flows])
        self.start = identity_grid(views)

    def at(self, frame):
        """frame INT64 [1] -> RGB FLOAT [1,3,H,W] in 0..1."""
        clock = Clock(frame, self.inputs["frame_count"], self.inputs["fps"], self.inputs["loop"])
        field = self.views.full(self.fields.at(clock))
        grid = self.start - to_grid(self.views, part(field, 1, 0, 2))
        moved = sample(self.drift.at(clock), grid, "bicubic")
        return clamp(moved * (1.0 + part(field, 1, 2, 3)))
