"""The photographs that restore learns from and those it is judged by; none of the second are seen in training.

    apt-get install mate-backgrounds plasma-workspace-wallpapers      (scikit-image brings its own)
"""
from pathlib import Path

import numpy as np
from PIL import Image
from skimage import data

NATURE = Path("/usr/share/backgrounds/mate/nature")
WALLPAPERS = Path("/usr/share/wallpapers")
LEARN = {"nature": ("Aqua", "Blinds", "Dune", "FreshFlower", "Garden", "GreenMeadow", "RainDrops", "Storm", "TwoWings", "Wood"),
         "wallpapers": ("BytheWater", "ColdRipple", "ColorfulCups", "FallenLeaf", "Grey", "OneStandsOut", "Path", "Autumn", "SafeLanding", "FlyingKonqui"),
         "samples": ("chelsea", "rocket", "page", "camera", "brick", "grass", "gravel")}
JUDGE = {"nature": ("LadyBird", "YellowFlower"), "wallpapers": ("EveningGlow", "Kite"), "samples": ("astronaut", "coffee", "text")}
# Large photographs are halved (or more) first: what JPEG and the sensor left in them goes, and true detail stays.
LARGEST = {"learn": 1400, "judge": 768}


def path_of(kind, name):
    if kind == "nature":
        return NATURE / f"{name}.jpg"
    found = sorted((WALLPAPERS / name / "contents" / "images").glob("[0-9]*x[0-9]*.*"), key=lambda p: p.stat().st_size if not p.is_symlink() else 0)
    return found[-1] if found else WALLPAPERS / name


def photograph(kind, name, largest):
    """UINT8 [H,W,3], H and W multiples of 16; None where the package is not there."""
    if kind == "samples":
        image = Image.fromarray(getattr(data, name)()).convert("RGB")
    else:
        path = path_of(kind, name)
        if not path.is_file():
            return None
        image = Image.open(path).convert("RGB")
    factor = min(1, largest / max(image.size))
    if factor < 1:
        image = image.resize([round(s * factor) for s in image.size], Image.Resampling.LANCZOS)
    width, height = (s // 16 * 16 for s in image.size)
    return np.asarray(image.crop((0, 0, width, height)))


def photographs(use):
    """{name: UINT8 [H,W,3]} to learn from ("learn") or to be judged by ("judge")."""
    chosen = {"learn": LEARN, "judge": JUDGE}[use]
    pictures = {name: photograph(kind, name, LARGEST[use]) for kind, names in chosen.items() for name in names}
    missing = [name for name, picture in pictures.items() if picture is None]
    if missing:
        print("not installed (mate-backgrounds, plasma-workspace-wallpapers):", ", ".join(missing))
    return {name: picture for name, picture in pictures.items() if picture is not None}
