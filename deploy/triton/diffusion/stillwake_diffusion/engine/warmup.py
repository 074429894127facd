"""One tiny clip through all tasks, so that the first render does not pay for what is made at first use."""

import numpy

from ..geometry import Chunking
from .asked import Asked

# Pixels of a side, at least; and latent frames of the clip.
SIDE = 64
FRAMES = 4


class NobodyAsks:
    """A Watch that never ends a call."""

    def step(self, done, total):
        pass


def warm_up(tasks):
    """Raises what a call raises where it fails. Returns the film, UINT8 [F, H, W, 3]."""
    texts = {"prompt": "a river in the morning, leaves move in the wind", "negative_prompt": ""}

    def run(task, arrays):
        return tasks.run(Asked(task, arrays, texts), NobodyAsks())

    run("text", {})
    picture = picture_of(tasks.geometry)
    if tasks.profile.stylize:
        run(
            "stylize",
            {
                "picture": picture,
                "style": integers(0),
                "light": integers(-1),
                "strength": numbers(0.5),
                "seed": integers(1),
            },
        )
    if tasks.profile.restore:
        run("restore", {"picture": picture, "strength": numbers(0.5), "scale": integers(2)})
    return film(run, picture, tasks.geometry, tasks.profile.split.spacing)


def picture_of(geometry):
    """UINT8 [H, W, 3], small."""
    side = -(-SIDE // geometry.side_multiple) * geometry.side_multiple
    ramp = numpy.linspace(0, 255, side, dtype=numpy.uint8)
    return numpy.stack(numpy.broadcast_arrays(ramp[:, None], ramp, numpy.uint8(128)), axis=-1)


def film(run, picture, geometry, spacing):
    """One chunk of a film. run(task, arrays) gives arrays."""
    last = min(FRAMES, geometry.max_frames or FRAMES, spacing + 1) - 1
    moving = {
        "picture": picture,
        "frame_count": integers(1 + last * geometry.temporal_stride),
        "fps": numbers(16),
        "loop": integers(0),
        "seed": integers(1),
        "motion_strength": numbers(0.5),
    }
    between = {}
    if geometry.chunking is not Chunking.WHOLE:
        anchors = run("anchors", {**moving, "frame": integers(0, last)})["anchors"]
        between = {"left_anchor": anchors[:, :1], "left_frame": integers(0)}
    if geometry.chunking is Chunking.KEYFRAMES:
        between |= {"right_anchor": anchors[:, 1:], "right_frame": integers(last)}
    latents = run("frames", {**moving, "frame": numpy.arange(last + 1), **between})["latents"]
    return run("decode", {"latents": latents})["frames"]


def integers(*values):
    return numpy.array(values, numpy.int64)


def numbers(*values):
    return numpy.array(values, numpy.float32)
