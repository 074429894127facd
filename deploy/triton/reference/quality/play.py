"""Runs the built models the way a worker does, one thread each; pictures are UINT8 [H,W,3]."""
from functools import cache
from pathlib import Path

import numpy as np
import onnxruntime

from build.family import REGIONS
from build.styles.vocabulary import STYLES
from build.vocabulary import MOTIONS

MODELS = Path(__file__).resolve().parent.parent / "models"


@cache
def session(step):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(MODELS / f"reference-{step}" / "1" / "model.onnx", options, providers=["CPUExecutionProvider"])


def rows(amounts, directions=None, speed=1.0):
    """The input `motion` from {motion name: amount} and {motion name: (x, y)}."""
    table = np.zeros((len(MOTIONS), 4), np.float32)
    table[:, 3] = speed
    for i, m in enumerate(MOTIONS):
        table[i, 0] = amounts.get(m.name, 0.0)
        table[i, 1:3] = (directions or {}).get(m.name, (0, 0))
    return table


EVERYTHING = rows({m.name: 1.0 for m in MOTIONS})


def regions(picture):
    """FLOAT16 [15,1,h,w], what the model itself sees."""
    return session("regions").run(None, {"picture": picture})[0]


def painted(maps, masks):
    """The maps as a user paints them: masks {region: UINT8 [H,W], 0 or 255}."""
    count = len(masks)
    return session("brush").run(None, {
        "regions": maps, "masks": np.stack(list(masks.values())), "mask_region": np.array([list(REGIONS).index(name) for name in masks]),
        "mask_given": np.ones(count, np.int64), "mask_direction": np.zeros((count, 2), np.float32),
        "stroke": np.array([[0, 0, 0, 0, -1]], np.float32)})[0]


def movie(picture, motion=EVERYTHING, frame_count=48, fps=24.0, loop=False, seed=5, strength=1.0, maps=None):
    """The inputs that anchors and frames share, without `frame`. maps: the region maps, by default the model's own."""
    return {"picture": picture, "regions": regions(picture) if maps is None else maps,
            "frame_count": np.array([frame_count]), "fps": np.array([fps], np.float32), "loop": np.array([int(loop)]),
            "seed": np.array([seed]), "motion": motion, "motion_strength": np.array([strength], np.float32)}


def anchors(inputs, frames):
    return session("anchors").run(None, {**inputs, "frame": np.array(frames, np.int64)})[0]


def latents(inputs, frames, left, right, ends=None):
    """Latents of some frames between two anchors (by default the true ones)."""
    ends = anchors(inputs, [left, right]) if ends is None else ends
    return session("frames").run(None, {**inputs, "frame": np.array(frames, np.int64), "left_anchor": ends[:, :1], "right_anchor": ends[:, 1:],
                                        "left_frame": np.array([left]), "right_frame": np.array([right])})[0]


def decode(z):
    return session("decode").run(None, {"latents": z})[0]


def clip(picture, frames, **settings):
    inputs = movie(picture, **settings)
    return decode(latents(inputs, frames, 0, int(inputs["frame_count"][0])))


def restore(picture, strength=0.6, scale=1):
    return session("restore").run(None, {"picture": picture, "strength": np.array([strength], np.float32), "scale": np.array([scale])})[0]


def refine(frames, picture, strength=0.5):
    return session("refine").run(None, {"frames": frames, "picture": picture, "strength": np.array([strength], np.float32)})[0]


def stylize(picture, style="oil", light=None, strength=1.0, keep_colors=False, stroke=1.0, vividness=1.0, seed=5):
    """The picture in a style and a light of the descriptor, by name; None: none."""
    return session("stylize").run(None, {"picture": picture, "style": style_index(style), **painting(light, strength, keep_colors, stroke, vividness, seed)})[0]


def stylize_by_example(picture, example, light=None, strength=1.0, keep_colors=False, stroke=1.0, vividness=1.0, seed=5):
    """The picture painted like another picture."""
    return session("stylize-by-example").run(None, {"picture": picture, "style_picture": example,
                                                    **painting(light, strength, keep_colors, stroke, vividness, seed)})[0]


def painting(light, strength, keep_colors, stroke, vividness, seed):
    numbers = {"strength": strength, "keep_colors": float(keep_colors), "stroke": stroke, "vividness": vividness}
    return {"light": style_index(light), "seed": np.array([seed]), **{n: np.array([v], np.float32) for n, v in numbers.items()}}


def style_index(name):
    return np.array([-1 if name is None else [s.name for s in STYLES].index(name)])


def psnr(a, b):
    error = np.mean((a.astype(np.float64) - b) ** 2)
    return 10 * np.log10(255 ** 2 / max(error, 1e-9))
