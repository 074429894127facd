"""python -m tiny.families OUT writes tiny families as a stack serves them: OUT/<family> with descriptor, models and weights.

The profiles are those of the real weights, with a few steps on small pictures, on the CPU.
"""
import argparse
from dataclasses import replace
from pathlib import Path

from stillwake_diffusion import hashes, profile, repository

from . import __main__ as checkpoints

PROFILES = Path(__file__).resolve().parent.parent / "profiles"
# Family -> profile, checkpoint.
FAMILIES = {
    "wan": ("wan-i2v-a14b", "wan-i2v"),
    "wan-5b": ("wan-ti2v-5b", "wan-ti2v"),
    "ltx": ("ltx-video", "ltx-video"),
    "svd": ("svd", "svd"),
}
STEPS = 4
SMALL = {"min_side": 64, "default_pixels": 128 * 128, "min_fps": 4.0}
# Latent frames between two anchors, and frames of a segment: several of each in a film of three seconds.
SPACING, SEGMENT_FRAMES = 2, 8


def small(said, name):
    """The profile for a checkpoint that has learnt nothing."""
    overlap = min(said.split.overlap, SPACING - 1)
    split = replace(said.split, spacing=SPACING, overlap=overlap, segment_frames=SEGMENT_FRAMES)
    sampling = replace(said.sampling, steps=STEPS, anchor_steps=STEPS)
    runtime = replace(said.runtime, device="cpu", dtype="float32", memory_gib=1.0)
    return replace(said, name=name, sampling=sampling, split=split, runtime=runtime, descriptor=said.descriptor | SMALL)


def write(name, out):
    """Writes one family below the folder `out` and returns its own folder."""
    profile_name, checkpoint = FAMILIES[name]
    weights = Path(out) / name / "weights"
    checkpoints.make(checkpoint, weights)
    lines = [f"{hashes.of(file)}  {file.relative_to(weights)}\n" for file in sorted(weights.rglob("*")) if file.is_file()]
    (weights / hashes.SUMS).write_text("".join(lines))
    return repository.write(small(profile.read(PROFILES / f"{profile_name}.toml"), name), weights, out)


def main():
    parser = argparse.ArgumentParser(prog="python -m tiny.families", description=__doc__)
    parser.add_argument("out", metavar="OUT", help="a folder")
    parser.add_argument("--only", choices=sorted(FAMILIES), action="append", help="instead of all; can be given several times")
    given = parser.parse_args()
    for name in given.only or FAMILIES:
        print(write(name, given.out))


if __name__ == "__main__":
    main()
