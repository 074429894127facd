"""Scenes painted with numpy, for which it is known where everything is."""
import numpy as np

from .night_campfire import campfire

SCENES = {"campfire": campfire}


def as_bytes(picture):
    return np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)
