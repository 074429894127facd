"""Checks that a family can be served from a folder of weights, line by line, and makes a small clip if asked to.

    python -m stillwake_diffusion.doctor --family-folder OUT/wan [--clip] [--server HOST:PORT]
    python -m stillwake_diffusion.doctor --weights FOLDER --profile PROFILE.toml [--clip]

Each line says `ok` or `wrong`, the thing, what it is and, where it is wrong, what was expected. Ends with 1 where
anything is wrong.
"""

import argparse
import json
import os
import sys
from pathlib import Path

from . import descriptor, files, models, profile
from .engine.service import OFFLINE
from .files import Wrong

OK, WRONG = "ok", "wrong"


class Doctor:
    """Tells each finding as it is made."""

    def __init__(self):
        self.sound = True

    def tell(self, words):
        print(words, flush=True)

    def check(self, thing, find):
        """find() gives what is told of the thing, or raises. Returns whether it is well."""
        try:
            self.tell(f"{OK:6}{thing}: {find()}")
            return True
        except (Wrong, ValueError, OSError) as failure:
            words = str(failure)
        except Exception as failure:
            words = f"{type(failure).__name__}: {failure}"
        self.sound = False
        self.tell(f"{WRONG:6}{thing}: {words}")
        return False

    def examine(self, said, folder, hashes=True):
        """The weights, and whether they and the profile go together."""
        here = self.check("weights", lambda: files.folder(folder))
        if here and hashes:
            self.check("hashes", lambda: files.hashed(folder))
        whole = here and self.check("files", lambda: files.components(folder))
        for key in ("stylize", "restore"):
            if getattr(said, key):
                self.check(f"files of {key}", lambda place=getattr(said, key): files.components(folder / place))
        if whole:
            self.check("geometry", lambda: told(geometry(folder)))
            self.check(
                "descriptor",
                lambda: (
                    f"{said.name}, version {said.version}, of pool {said.pool}: "
                    + descriptor.describe(said, geometry(folder))["chunking"]
                ),
            )
        self.check("device", lambda: device(said.runtime))
        return self.sound

    def compare(self, said, folder, place):
        """What `repository` wrote, with what it would write now."""
        described = json.loads(descriptor.dumps(descriptor.describe(said, geometry(folder))))
        self.check(
            "family.json", lambda: same("family.json", json.loads((place / "family.json").read_text()), described)
        )
        for role in models.roles(said, geometry(folder)):
            name = f"models/{said.name}-{role}"
            self.check(name, lambda name=name: files.present(place / name, ("config.pbtxt", "1/model.py")))


def geometry(folder):
    from . import families

    return families.geometry(folder)


def told(found):
    bound = f", at most {found.max_frames} frames" if found.max_frames else ""
    return (
        f"{found.chunking.value}, {found.channels} channels at "
        f"{found.temporal_stride}x{found.spatial_stride}x{found.spatial_stride}, "
        f"sides a multiple of {found.side_multiple}{bound}"
    )


def device(runtime):
    """The device and its free memory. Raises Wrong where it is not there."""
    import torch

    if runtime.device == "cpu":
        return f"cpu, {os.cpu_count()} cores"
    if not torch.cuda.is_available():
        raise Wrong(f"{runtime.device} is not there (expected: a GPU that torch {torch.__version__} sees)")
    free, total = torch.cuda.mem_get_info(torch.device(runtime.device))
    return f"{torch.cuda.get_device_name(runtime.device)}, {free / 2**30:.0f} of {total / 2**30:.0f} GiB free"


def same(name, found, expected):
    keys = sorted(key for key in {*found, *expected} if found.get(key) != expected.get(key))
    if keys:
        differences = "; ".join(f"{key} is {found.get(key)} (expected: {expected.get(key)})" for key in keys)
        raise Wrong(f"{differences}; write it again with stillwake_diffusion.repository")
    return f"{len(found)} fields as the profile and the weights have them"


def clip(said, folder):
    """Loads the family and makes one small clip."""
    from .engine import service, warmup

    film = warmup.warm_up(service.loaded(said, folder))
    return shape_of(film)


def served_clip(said, folder, address):
    """The same clip by the models of a running server."""
    from . import calling
    from .engine import warmup

    found = geometry(folder)
    return shape_of(
        warmup.film(calling.caller(said.name, address), warmup.picture_of(found), found, said.split.spacing)
    )


def shape_of(film):
    frames, height, width, _ = film.shape
    return f"{frames} frames of {width}x{height}, mean {film.mean():.0f} of 255"


def arguments():
    parser = argparse.ArgumentParser(
        prog="python -m stillwake_diffusion.doctor",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        description=__doc__,
    )
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--family-folder", type=Path, metavar="OUT/FAMILY", help="what stillwake_diffusion.repository wrote"
    )
    what.add_argument("--weights", type=Path, metavar="FOLDER", help="weights in diffusers' layout; with --profile")
    parser.add_argument("--profile", metavar="FILE", help="a TOML file such as profiles/wan-ti2v-5b.toml")
    parser.add_argument("--no-hashes", action="store_true", help="leave out the hashes, which take a minute for 30 GB")
    parser.add_argument("--clip", action="store_true", help="load the weights and make a small clip")
    parser.add_argument(
        "--server", metavar="HOST:PORT", help="make a small clip with the models of a running Triton (its gRPC port)"
    )
    return parser


def main(words=None):
    os.environ |= OFFLINE
    parser = arguments()
    given = parser.parse_args(words)
    if given.weights and not given.profile:
        parser.error("--weights needs --profile")
    doctor = Doctor()
    place = given.family_folder
    said = []
    if not doctor.check(
        "profile", lambda: said.append(profile.read(given.profile or place / "profile.json")) or said[0].name
    ):
        sys.exit(1)
    said = said[0]
    folder = given.weights or Path(files.weights_of(place, said.name))
    sound = doctor.examine(said, folder, hashes=not given.no_hashes)
    if place and sound:
        doctor.compare(said, folder, place)
    if given.clip and sound:
        doctor.check("clip", lambda: clip(said, folder))
    if given.server:
        doctor.check("served clip", lambda: served_clip(said, folder, given.server))
    sys.exit(0 if doctor.sound else 1)


if __name__ == "__main__":
    main()
