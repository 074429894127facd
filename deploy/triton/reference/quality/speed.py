"""What each model costs on one thread: milliseconds per call and frame, seconds per megapixel, most memory.

    python -m quality.speed FOLDER       writes speed.md and speed.json; five minutes on an idle core

Each row is measured in a process of its own. Processor time is given beside wall time: where they differ, others were
using the machine.
"""
import argparse
import json
import resource
import time
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from skimage import data

from build.styles.vocabulary import STYLES

from . import play, sheets
from .scenes import as_bytes, campfire, harbour

HEIGHT, WIDTH, CHUNK, FRAMES, CORES = 512, 768, 16, 96, 2
ORDINARY = {"flame": 0.8, "smoke": 0.7, "water": 0.7, "foliage": 0.6}
HEAVY = {"rain": 0.8, "water": 0.7, "lights": 0.6, "cloud": 0.6, "flicker": 0.5, "fog": 0.4, "dolly": 0.5}


def timed(work):
    """(wall seconds, processor seconds) of a call, after one that warms up."""
    work()
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def picture_of(megapixels):
    side = round((megapixels * 1e6 / 1.5) ** 0.5 / 16) * 16
    tile = np.tile(data.coffee(), (6, 6, 1))
    return np.ascontiguousarray(tile[:side, :side * 3 // 2])


def measure(row):
    """(label, wall s, processor s, what it is per, peak MB) of one row: its kind and arguments."""
    kind, argument = row
    if kind == "style":
        photo = picture_of(1)
        style = next(s for s in STYLES if s.name == argument)
        times = timed(lambda: play.stylize(photo, None if style.light else argument, light=argument if style.light else None))
        return f"stylize: {argument}", *times, "1 MP", peak()
    if kind == "restore":
        photo = picture_of(1 / argument ** 2)
        return f"restore, scale {argument}", *timed(lambda: play.restore(photo, 0.6, argument)), "1 MP", peak()
    scene = as_bytes((harbour if argument == "heavy" else campfire)(HEIGHT, WIDTH)[0])
    if kind == "regions":
        return "regions", *timed(lambda: play.regions(scene)), "call", peak()
    if kind in ("anchors", "frames"):
        inputs = play.movie(scene, play.rows(HEAVY if argument == "heavy" else ORDINARY), FRAMES, strength=0.5)
        if kind == "anchors":
            return f"anchors of a clip, {argument}", *timed(lambda: play.anchors(inputs, range(0, FRAMES + 1, CHUNK))), f"{FRAMES // CHUNK + 1} frames", peak()
        ends = play.anchors(inputs, [16, 32])
        return f"frames of a chunk, {argument}", *timed(lambda: play.latents(inputs, range(16, 32), 16, 32, ends)), f"{CHUNK} frames", peak()
    films = np.repeat(scene[None], 24, 0)
    if kind == "decode":
        latents = np.repeat(play.anchors(play.movie(scene), [0]), 24, 1)
        return "decode", *timed(lambda: play.decode(latents)), "24 frames", peak()
    if kind == "refine":
        return "refine", *timed(lambda: play.refine(films, scene)), "24 frames", peak()
    target = Path(argument) / "speed.mp4"
    before = children()
    wall = timed(lambda: sheets.save_film(target, films))[0]
    target.unlink(missing_ok=True)
    return "encoding", wall, (children() - before) / 2, "24 frames", peak()


def children():
    """Processor seconds of the programs that this process has run."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def rows(folder):
    return [*(("style", s.name) for s in STYLES), ("restore", 1), ("restore", 2), ("regions", ""), ("anchors", "ordinary"), ("frames", "ordinary"),
            ("anchors", "heavy"), ("frames", "heavy"), ("decode", ""), ("refine", ""), ("encoding", str(folder))]


def shares(seconds):
    """Processor seconds of a clip of 4 s by part, from the rows' seconds by label."""
    chunks, segments = FRAMES / CHUNK, FRAMES / 24
    return {kind: {"regions": seconds["regions"], "anchors": seconds[f"anchors of a clip, {kind}"], "frames": chunks * seconds[f"frames of a chunk, {kind}"],
                   "decode": segments * seconds["decode"], "encoding": segments * seconds["encoding"]} for kind in ("ordinary", "heavy")}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    measured = []
    for row in rows(folder):
        with get_context("spawn").Pool(1) as pool:
            measured.append(pool.apply(measure, (row,)))
        print("{:28} {:6.2f} s wall {:6.2f} s processor per {:9} {:5.0f} MB".format(*measured[-1]), flush=True)
    lines = ["| | wall s | processor s | per | peak MB |", "|---|---|---|---|---|"]
    lines += ["| {} | {:.2f} | {:.2f} | {} | {:.0f} |".format(*m) for m in measured]
    parts = shares({m[0]: m[2] for m in measured})
    lines += ["", f"A clip of 4 s, 24 fps, 768x512 on {CORES} cores:", "", "| | " + " | ".join(parts["ordinary"]) + " | processor s | s on 2 cores |", "|---" * 8 + "|"]
    for kind, part in parts.items():
        total = sum(part.values())
        lines.append(f"| {kind} | " + " | ".join(f"{v:.1f}" for v in part.values()) + f" | {total:.1f} | {total / CORES:.1f} |")
    bound = max(parts["ordinary"], key=parts["ordinary"].get)
    lines += ["", f"It is bound by {bound}: {parts['ordinary'][bound] / sum(parts['ordinary'].values()):.0%} of the processor time."]
    (folder / "speed.md").write_text("\n".join(lines) + "\n")
    (folder / "speed.json").write_text(json.dumps({"rows": measured, "clip": parts}, indent=2) + "\n")
    print("\n".join(lines))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m quality.speed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    main(parser.parse_args().folder)
