"""Judges the styles on pictures: how far from the photo, which edges are kept, whether strips show."""
from dataclasses import dataclass

import numpy as np

from build.styles.vocabulary import STYLES

from . import measures, play, sheets
from .cases import load

PICTURES = ("wallpaper/EveningGlow", "nature/YellowFlower", "sample/astronaut", "sample/chelsea", "harbour", "portrait")
QUICK_PICTURES = ("sample/astronaut", "harbour")
QUICK_STYLES = ("oil", "watercolor", "charcoal", "golden-hour")
STRENGTHS = (0.25, 0.5, 0.75, 1.0)
STRIP = 32
BOUNDS = {"likeness dB": ("at most", 30), "edges kept": ("at least", 0.3), "seams": ("at most", 1.15), "grows": ("at least", 1), "identity": ("at least", 1)}


@dataclass
class JudgedStyle:
    name: str
    values: dict

    @property
    def broken(self):
        return [name for name, value in self.values.items() if not holds(name, value)]


def holds(name, value):
    kind, bound = BOUNDS[name]
    return value >= bound if kind == "at least" else value <= bound


def painted(picture, style, strength=1.0):
    """A style at a strength; a light is put on the photo itself."""
    return play.stylize(picture, None, light=style.name, strength=strength) if style.light else play.stylize(picture, style.name, strength=strength)


def judge_styles(folder, quick, photos=None):
    """[JudgedStyle]; writes a sheet per style and one of all styles on the first picture."""
    names = QUICK_PICTURES if quick else PICTURES
    loaded = {name: load(name, 98304 if quick else 393216, photos) for name in names}
    pictures = {name: found[0] for name, found in loaded.items() if found}
    judged = []
    for style in (s for s in STYLES if not quick or s.name in QUICK_STYLES):
        print(f"style {style.name} ...", flush=True)
        results = {name: painted(picture, style) for name, picture in pictures.items()}
        sheets.sheet([(name, result) for name, result in results.items()], min(3, len(results)), 480).save(folder / f"style-{style.name}.png")
        judged.append(JudgedStyle(style.name, values_of(style, pictures, results)))
    return judged


def values_of(style, pictures, results):
    first = next(iter(pictures.values()))
    likeness = [measures.psnr(painted(first, style, s), first) for s in STRENGTHS]
    values = {"likeness dB": float(np.mean([measures.psnr(results[n], p) for n, p in pictures.items()])),
              "edges kept": float(np.mean([measures.edges_kept(p, results[n]) for n, p in pictures.items()])),
              "seams": max(measures.tile_seams(r, STRIP) / max(measures.tile_seams(pictures[n], STRIP), 1) for n, r in results.items()),
              "grows": float(likeness == sorted(likeness, reverse=True)), "identity": float(np.array_equal(painted(first, style, 0.0), first))}
    return values
