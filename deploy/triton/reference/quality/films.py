"""Judges the clip of a case: renders it chunk by chunk as workers do, and holds what is measured against the bounds."""
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import binary_erosion

from build.vocabulary import CAMERA, MOTIONS

from . import measures, play
from .cases import guessed, known, load, oval, regions_of, surely

CHUNK = 16
STRENGTH = 0.5
STRENGTHS = (0.25, 0.5, 0.75, 1.0)
WEATHER = ("rain", "snow", "fog")
# What only changes its light does not travel.
SHINES = ("lights", "stars")
KEEPS_SHAPE = ("face", "sign", "still")
# measure -> (kind of bound, bound)
BOUNDS = {"frame 0 dB": ("at least", 34), "still px": ("at most", 0.3), "moving px": ("at least", 1.0), "whole px": ("at least", 1.0), "energy grows": ("at least", 1),
          "seam": ("at most", 1.15), "loop": ("at most", 1.15), "halos": ("at most", 0.001), "holes": ("at most", 0.0002),
          "directions": ("at least", 1), "corners px": ("at most", 1.0)}


@dataclass
class Judged:
    """frames UINT8 [T,H,W,3]; values {measure: number}, without those that do not apply; notes: details per region."""

    name: str
    picture: np.ndarray
    frames: np.ndarray
    values: dict
    notes: dict

    @property
    def broken(self):
        return [name for name, value in self.values.items() if not holds(name, value)]


def holds(name, value):
    kind, bound = BOUNDS[name]
    return value >= bound if kind == "at least" else value <= bound


def film(picture, motion, frame_count, fps=24.0, loop=False, strength=STRENGTH, maps=None):
    """All frames of a clip, each chunk from its own two anchors."""
    inputs = play.movie(picture, motion, frame_count, fps, loop, strength=strength, maps=maps)
    starts = list(range(0, frame_count, CHUNK))
    ends = [min(s + CHUNK, frame_count if loop else frame_count - 1) for s in starts]
    anchors = play.anchors(inputs, sorted({*starts, *ends}))
    at = {frame: i for i, frame in enumerate(sorted({*starts, *ends}))}
    chunks = []
    for start, end in zip(starts, ends):
        frames = range(start, min(start + CHUNK, frame_count))
        chunks.append(play.decode(play.latents(inputs, frames, start, max(end, start + 1), anchors[:, [at[start], at[end]]])))
    return np.concatenate(chunks)


def judge(case, pixels, frame_count, folder=None):
    """The Judged clip of a case, or None where its photograph is not there."""
    loaded = load(case.source, pixels, folder)
    if loaded is None:
        return None
    picture, truth = loaded
    maps = play.regions(picture)
    if case.painted:
        maps = play.painted(maps, {name: oval(sides, picture.shape[:2]) for name, sides in case.painted.items()})
    amounts = known(case.amounts)
    motion = play.rows(amounts, speed=case.speed)
    frames = film(picture, motion, frame_count, maps=maps)
    loop = film(picture, motion, frame_count // 2 // CHUNK * CHUNK, loop=True, maps=maps)
    values = {"frame 0 dB": measures.psnr(frames[0], picture), "seam": measures.seam_ratio(frames, list(range(CHUNK, frame_count, CHUNK))),
              "loop": measures.loop_ratio(loop)}
    energies = [measures.energy(play.clip(picture, [0, 18, 31, 43], motion=motion, strength=s, maps=maps)) for s in STRENGTHS]
    values["energy grows"] = float(all(a < b for a, b in zip(energies, energies[1:])))
    notes = {"energy": energies}
    groups = {m.group for m in MOTIONS if m.name in amounts}
    shown = frames[::max(1, frame_count // 8)]
    if CAMERA not in groups:
        regional(values, notes, frames, shown, amounts, truth, maps)
    if not set(amounts) & set(WEATHER):
        values["holes"] = max(measures.holes(f, picture) for f in shown)
        if CAMERA not in groups:
            values["halos"] = max(measures.halos(f, picture) for f in shown)
    return Judged(case.name, picture, frames, values, notes)


def regional(values, notes, frames, shown, amounts, truth, maps):
    """What moves and what stays, region by region; truth {region: boolean [H,W]}, or None for a photograph."""
    regions = truth or guessed(maps, frames[0].shape[:2])
    still = binary_erosion(regions["still"], iterations=4)
    stays = measures.reach([frames[0], *shown[1:]], still)
    if len(stays) >= 5:
        values["still px"] = float(np.median(stays))
    corners = [measures.reach([frames[0], *shown[1:]], binary_erosion(regions[name], iterations=3), count=30) for name in KEEPS_SHAPE if name in regions]
    corners = np.concatenate(corners)
    # Streaks and flakes in front of a corner are no drift.
    if len(corners) >= 5 and not set(amounts) & set(WEATHER):
        values["corners px"] = float(np.percentile(corners, 95))
    headings = {}
    for name in {name: None for motion in amounts if motion not in SHINES for name in regions_of(motion) if name in regions}:
        mask = regions[name] & surely(maps, name, frames[0].shape[:2])
        if not regions[name].any():
            continue
        notes[name] = {"share": float(regions[name].mean()), "found": float(mask.sum() / regions[name].sum()), "levels": float(measures.energy(shown, regions[name]))}
        if truth:
            notes[name]["whole px"] = measures.travel(frames, regions[name])[0]
        if notes[name]["found"] > 0.1:
            px, velocity, across = measures.travel(frames, mask)
            notes[name] |= {"px": px, "velocity": [round(float(v), 3) for v in velocity], "across": across}
            headings[name] = velocity, across
    for measure, detail in (("moving px", "px"), ("whole px", "whole px")):
        reached = [note[detail] for name, note in notes.items() if name != "energy" and detail in note]
        if reached:
            values[measure] = min(reached)
    if {"flame", "water"} <= headings.keys():
        (flame, upright), (_, across) = headings["flame"], headings["water"]
        values["directions"] = float(flame[1] < 0 and upright < 0.5 < across)
