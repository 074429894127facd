"""Writes every scene as a picture of 768x512, with its true regions as one coloured picture beside it.

    python -m quality.scenes FOLDER [NAME ...]
"""
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from . import SCENES, as_bytes

COLORS = {"sky": (90, 160, 255), "water": (0, 90, 220), "waterfall": (160, 230, 255), "foliage": (40, 160, 40), "grass": (140, 210, 60), "flame": (255, 120, 0),
          "smoke": (190, 190, 190), "hair": (160, 90, 40), "cloth": (220, 60, 160), "lights": (255, 240, 90), "ground": (130, 110, 90), "still": (240, 30, 30)}


def colored(regions):
    picture = np.zeros((*next(iter(regions.values())).shape, 3), np.uint8)
    for name, color in COLORS.items():
        if name in regions:
            picture[regions[name]] = color
    return picture


def main(folder, names):
    folder.mkdir(parents=True, exist_ok=True)
    for name in names or SCENES:
        picture, regions = SCENES[name]()
        Image.fromarray(as_bytes(picture)).save(folder / f"{name}.png")
        Image.fromarray(colored(regions)).save(folder / f"{name}-regions.png")
        print(folder / f"{name}.png", {n: f"{m.mean():.1%}" for n, m in regions.items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
