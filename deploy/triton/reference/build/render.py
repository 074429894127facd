"""The picture at a frame: the body of the picture moves, then the layers go over it. A pure function of (inputs, frame)."""
from . import codec
from .body import Body
from .clock import Clock
from .layers import LAYERS
from .mathematics import clamp, part, reshape
from .region_maps import RegionMaps
from .row import Row
from .views import Views
from .vocabulary import MOTIONS


class Scene:
    """Everything that does not depend on the frame: computed once per call, before the loop over frames."""

    def __init__(self, inputs):
        self.inputs = inputs
        views = Views(codec.from_bytes(inputs["picture"]))
        rows = {m.name: Row(reshape(part(inputs["motion"], 0, i, i + 1), -1), inputs["motion_strength"], m.natural)
                for i, m in enumerate(MOTIONS)}
        regions = RegionMaps(views, inputs["regions"])
        self.body = Body(views, regions, rows, inputs["seed"])
        self.layers = [layer(views, regions, rows, inputs["seed"]) for layer in LAYERS]

    def at(self, frame):
        """frame INT64 [1] -> RGB FLOAT [1,3,H,W] in 0..1."""
        clock = Clock(frame, self.inputs["frame_count"], self.inputs["fps"], self.inputs["loop"])
        image = self.body.at(clock)
        for layer in self.layers:
            image = layer.at(image, clock)
        return clamp(image)
