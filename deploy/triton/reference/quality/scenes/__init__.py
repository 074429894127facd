"""Scenes painted with numpy, for which it is known where everything is."""
import numpy as np

from .forest_waterfall import waterfall
from .long_hair import portrait
from .night_campfire import campfire
from .rainy_harbour import harbour

SCENES = {"campfire": campfire, "harbour": harbour, "portrait": portrait, "waterfall": waterfall}


def as_bytes(picture):
    return np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
