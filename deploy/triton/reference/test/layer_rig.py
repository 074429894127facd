"""Runs layers over a picture that does not move otherwise and is not coded, with maps that are known."""
from functools import cache

import numpy as np
import onnxruntime

from build import codec
from build.clock import Clock
from build.family import REGIONS
from build.graph import FLOAT, FLOAT16, INT64, UINT8, Graph, loop, op
from build.layers import LAYERS
from build.mathematics import clamp, part, reshape, size
from build.region_maps import RegionMaps
from build.row import Row
from build.views import Views
from build.vocabulary import MOTIONS


@cache
def session():
    with Graph("layers") as g:
        views = Views(codec.from_bytes(g.input("picture", UINT8, ["H", "W", 3])))
        regions = RegionMaps(views, g.input("regions", FLOAT16, [len(REGIONS), 1, "h", "w"]))
        motion, strength = g.input("motion", FLOAT, [len(MOTIONS), 4]), g.input("motion_strength", FLOAT, [1])
        seed, frames = g.input("seed", INT64, [1]), g.input("frame", INT64, ["T"])
        length = g.input("frame_count", INT64, [1]), g.input("fps", FLOAT, [1]), g.input("loop", INT64, [1])
        rows = {m.name: Row(reshape(part(motion, 0, i, i + 1), -1), strength, m.natural) for i, m in enumerate(MOTIONS)}
        layers = [layer(views, regions, rows, seed) for layer in LAYERS]

        def each(i):
            clock = Clock(op("Gather", frames, reshape(i, 1), axis=0), *length)
            image = views.picture
            for layer in layers:
                image = layer.at(image, clock)
            return [], (codec.to_bytes(clamp(image)), UINT8)

        g.output("frames", loop(op("Squeeze", size(frames, 0)), [], each), UINT8, ["T", "H", "W", 3])
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(g.to_model().SerializeToString(), options, providers=["CPUExecutionProvider"])


def film(picture, maps, motions, frames, count=48, loops=False, strength=1.0, seed=5):
    """UINT8 [T,H,W,3]. maps: region -> [H,W] 0..1; motions: name -> (direction x, direction y, speed) or ()."""
    table = np.zeros((len(MOTIONS), 4), np.float32)
    for i, m in enumerate(MOTIONS):
        if m.name in motions:
            table[i] = [1.0, *(motions[m.name] or (0, 0, 1))]
    stacked = np.stack([maps.get(name, np.zeros(picture.shape[:2])) for name in REGIONS])[:, None]
    return session().run(None, {
        "picture": picture, "regions": stacked.astype(np.float16), "motion": table, "motion_strength": np.array([strength], np.float32),
        "seed": np.array([seed]), "frame": np.array(frames, np.int64), "frame_count": np.array([count]), "fps": np.array([24], np.float32),
        "loop": np.array([int(loops)])})[0]
