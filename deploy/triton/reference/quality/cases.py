"""What is judged: our own scenes with known truth, and photographs from packages, each with the motions asked of it.

    apt-get install mate-backgrounds plasma-workspace-wallpapers
"""
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw
from skimage import data

from build.family import REGIONS
from build.vocabulary import MOTIONS

from .scenes import SCENES, as_bytes

NATURE = Path("/usr/share/backgrounds/mate/nature")
WALLPAPERS = Path("/usr/share/wallpapers")
SURE = 0.6  # a region map above this counts as that region where no truth is known


@dataclass(frozen=True)
class Case:
    """source: a scene, "nature/NAME", "wallpaper/NAME", "sample/NAME" or a path; amounts: {motion: amount}.

    painted: {region: (left, top, right, bottom)}, ellipses in percent that the user paints because nothing is to be found there.
    """

    name: str
    source: str
    amounts: dict
    speed: float = 1.0
    painted: dict = field(default_factory=dict)

    @property
    def is_scene(self):
        return self.source in SCENES


CASES = (
    Case("campfire", "campfire", {"flame": 0.8, "ember": 0.7, "smoke": 0.7, "water": 0.7, "foliage": 0.6}),
    Case("harbour", "harbour", {"water": 0.8, "cloud": 0.6, "cloth": 0.7}),
    Case("portrait", "portrait", {"hair": 0.8, "cloth": 0.5}),
    Case("waterfall", "waterfall", {"waterfall": 0.9, "water": 0.7, "foliage": 0.6}),
    Case("harbour-rain", "harbour", {"rain": 0.8, "lights": 0.6, "water": 0.6}, 0.6),
    Case("evening-glow", "wallpaper/EveningGlow", {"water": 0.8, "cloud": 0.7}),
    Case("storm", "nature/Storm", {"cloud": 0.8}),
    Case("dune", "nature/Dune", {"grass": 0.8}),
    Case("meadow", "nature/GreenMeadow", {"grass": 0.8}),
    Case("path", "wallpaper/Path", {"foliage": 0.8}),
    Case("by-the-water", "wallpaper/BytheWater", {"water": 0.8, "cloud": 0.6}),
    Case("kite", "wallpaper/Kite", {"cloud": 0.8}),
    Case("summer-night", "wallpaper/summer_1am", {"water": 0.8, "stars": 0.6}),
    Case("cat", "sample/chelsea", {"zoom": 0.5}),
    Case("astronaut", "sample/astronaut", {"dolly": 0.6}),
    Case("coffee", "sample/coffee", {"smoke": 0.8}, painted={"smoke": (36.5, 28, 60.5, 47)}),
)
QUICK = ("campfire", "portrait", "waterfall", "evening-glow")


def path_of(source, folder=None):
    """The file of a photograph, or None where its package is not installed."""
    kind, _, name = source.partition("/")
    if folder:
        return next(iter(sorted(folder.glob(f"{name}.*"))), None)
    if kind == "nature":
        return NATURE / f"{name}.jpg" if (NATURE / f"{name}.jpg").is_file() else None
    files = [p for p in (WALLPAPERS / name / "contents" / "images").glob("*x*.*") if not p.is_symlink()]
    return max(files, key=lambda p: p.stat().st_size, default=None)


def fitted(image, pixels):
    """The picture as the worker prepares it: about so many pixels, sides multiples of 16. UINT8 [H,W,3]."""
    image = image.convert("RGB")
    factor = (pixels / (image.width * image.height)) ** 0.5
    width, height = (max(128, round(s * factor / 16) * 16) for s in image.size)
    return np.asarray(image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3))


def load(source, pixels, folder=None):
    """(picture UINT8 [H,W,3], true regions or None), or None where the photograph is not there."""
    if source in SCENES:
        height = round((pixels / 1.5) ** 0.5 / 16) * 16
        picture, regions = SCENES[source](height, height * 3 // 2)
        return as_bytes(picture), regions
    if source.startswith("sample/"):
        return fitted(Image.fromarray(getattr(data, source.partition("/")[2])()), pixels), None
    path = path_of(source, folder)
    return (fitted(Image.open(path), pixels), None) if path else None


def oval(sides, size):
    """An ellipse (sides: left, top, right, bottom in percent) as the mask that a user paints: UINT8 [H,W], 0 or 255."""
    image = Image.new("L", size[::-1])
    ImageDraw.Draw(image).ellipse([side * size[1 - i % 2] / 100 for i, side in enumerate(sides)], fill=255)
    return np.asarray(image)


def guessed(maps, size):
    """Where the model's own maps are sure: {region: boolean [H,W]}, for photographs without truth."""
    return {name: surely(maps, name, size) for name in REGIONS}


def surely(maps, name, size):
    """Boolean [H,W]: where a region map of [R,1,h,w] says so beyond doubt."""
    plane = Image.fromarray(maps[list(REGIONS).index(name), 0].astype(np.float32))
    return np.asarray(plane.resize(size[::-1], Image.Resampling.BILINEAR)) > SURE


def regions_of(motion):
    """The regions that a motion acts on."""
    return next(m.regions for m in MOTIONS if m.name == motion)


def known(amounts):
    return {name: amount for name, amount in amounts.items() if any(m.name == name for m in MOTIONS)}
