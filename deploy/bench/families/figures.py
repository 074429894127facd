"""Reads figures.toml: sources, published figures and families. What has no source is refused."""
import tomllib
from dataclasses import dataclass
from pathlib import Path

from . import law as laws
from .layout import latents_of

HERE = Path(__file__).parent
SURE = ("good", "fair", "rough")


@dataclass(frozen=True)
class Figure:
    """seconds of one clip (what = total, denoise, decode) or of one forward pass (what = pass), as published."""

    id: str
    model: str
    gpu: str
    gpus: int
    width: int
    height: int
    frames: int
    steps: int
    dtype: str
    what: str
    seconds: float
    source: str
    note: str = ""


@dataclass(frozen=True)
class Estimate:
    """seconds for `frames` frames; how says where they come from. published: they are a source's own number."""

    seconds: float
    frames: int
    how: str
    published: bool


@dataclass(frozen=True)
class Family:
    """A model on a GPU, with what a film of it takes.

    cell: pixels along a side of one token; 0 where denoising costs per frame (law.linear is seconds per frame then).
    sequence: {GPUs: speed-up} of one clip shared by several GPUs, published. best: frames the model was trained for.
    """

    id: str
    title: str
    short: str
    chunking: str
    gpu: str
    width: int
    height: int
    fps: float
    best_frames: int
    stride: int
    cell: int
    steps: int
    anchor_steps: int
    law: laws.Law
    law_figures: tuple
    law_how: str
    anchor_s: float
    text: Estimate
    decode: Estimate
    spacing: int
    overlap: int
    warm_up: int
    closing: bool
    seam: bool
    sequence: dict
    sequence_how: str
    weights_gib: float
    sure: str

    @property
    def per_latent(self):
        """What a latent frame counts in the law: tokens, or frames where there are none."""
        return (self.width // self.cell) * (self.height // self.cell) if self.cell else self.stride

    def denoise(self, latents, share=1.0):
        """Seconds to denoise a clip of that many latent frames; share of the steps."""
        return self.law.seconds(latents * self.per_latent) * share

    def decoding(self, frames):
        return self.decode.seconds * frames / self.decode.frames

    def latents(self, seconds):
        """Latent frames of a film of that length."""
        return latents_of(round(seconds * self.fps) + 1, self.stride)


@dataclass(frozen=True)
class Book:
    parameters: dict
    sources: dict
    figures: dict
    families: dict
    traits: list

    def weights_load(self, family):
        return family.weights_gib / self.parameters["load_gib_per_s"]


def read(path=HERE / "figures.toml", attention=None):
    """The Book of a TOML file. Raises ValueError naming what is missing or refers to nothing.

    attention overrides what an operation of attention costs in the laws that are assumed (see `law.at`).
    """
    content = tomllib.loads(Path(path).read_text())
    sources = {s["id"]: s for s in content["source"]}
    figures = {}
    for entry in content["figure"]:
        if entry.get("source") not in sources:
            raise ValueError(f"source: {entry.get('source')!r} of figure {entry['id']!r} "
                             f"(expected: one of {sorted(sources)})")
        figures[entry["id"]] = Figure(**entry)
    assumed = {} if attention is None else {"attention": attention}
    families = {entry["id"]: family_of({**entry, **assumed}, figures) for entry in content["family"]}
    return Book(content["parameters"], sources, figures, families, content["trait"])


def family_of(entry, figures):
    sure = entry["sure"]
    if sure not in SURE:
        raise ValueError(f"sure: {sure!r} of family {entry['id']!r} (expected: one of {SURE})")
    text, decode = Estimate(**entry.pop("text")), Estimate(**entry.pop("decode"))
    sequence = {int(gpus): speed_up(names, figures) for gpus, names in entry.pop("sequence", {}).items()}
    law, law_figures = law_of(entry, text, decode, figures), tuple(entry["law"].get("figures", ()))
    for key in ("law", "width_of_model", "feed_forward", "attention"):
        entry.pop(key, None)
    return Family(**entry, text=text, decode=decode, sequence=sequence, law=law, law_figures=law_figures)


def speed_up(names, figures):
    one, several = (figures[name] for name in names)
    return one.seconds / several.seconds


def law_of(entry, text, decode, figures):
    """The law of a family: direct, through one figure or through two; what is not denoising is taken off totals.

    scale is for passes of the transformer: how many the family makes over those of its figures.
    """
    given = entry["law"]
    if "per_frame" in given:
        return laws.Law(given["per_frame"], 0.0)
    scale = given.get("scale", 1.0)
    points = [(n, scale * s) for n, s in (point(figures[name], entry, text, decode) for name in given["figures"])]
    if len(points) == 2:
        return laws.through(*sorted(points))
    return laws.at(*points[0], entry["width_of_model"], entry["feed_forward"], entry["attention"])


def point(figure, entry, text, decode):
    """(tokens, denoising seconds) of a published clip."""
    cell, stride = entry["cell"], entry["stride"]
    tokens = latents_of(figure.frames, stride) * (figure.width // cell) * (figure.height // cell)
    if figure.what == "denoise":
        return tokens, figure.seconds
    if figure.what != "total":
        raise ValueError(f"what: {figure.what!r} of figure {figure.id!r} (expected: total or denoise)")
    size = figure.width * figure.height / (entry["width"] * entry["height"])
    return tokens, figure.seconds - text.seconds - decode.seconds * figure.frames / decode.frames * size
