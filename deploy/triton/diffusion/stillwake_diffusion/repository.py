"""Writes what the planner and Triton need of a family: its descriptor and its model repository."""

import argparse
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from . import descriptor, families, fetch, models, profile

PACKAGE = Path(__file__).resolve().parent.parent
MODEL = """import sys; sys.path.insert(0, {package!r})
from stillwake_diffusion.serving.model import TritonPythonModel
"""


def write(said, folder, out, package=PACKAGE, run_dir="", python=""):
    """Writes OUT/<family>/ and returns it. What is there already of that family is replaced, file by file.

    said is a Profile, folder the weights in diffusers' layout; those for stylize and restore may be relative to it.
    package, run_dir and python are for the machine that Triton runs on. Raises WrongProfile.
    """
    said = with_folders(said, Path(folder).resolve())
    geometry = families.geometry(Path(folder))
    described = descriptor.describe(said, geometry)
    place = Path(out).resolve() / said.name
    place.mkdir(parents=True, exist_ok=True)
    profile.write(said, place / "profile.json")
    (place / "family.json").write_text(descriptor.dumps(described))
    roles = models.roles(said, geometry)
    parameters = {
        "profile": "../../profile.json",
        "weights": str(Path(folder).resolve()),
        "run_dir": run_dir,
        "python": python,
    }
    for role, (inputs, outputs) in roles.items():
        model = place / "models" / f"{said.name}-{role}"
        (model / "1").mkdir(parents=True, exist_ok=True)
        (model / "config.pbtxt").write_text(models.config(said.name, role, inputs, outputs, parameters))
        (model / "1" / "model.py").write_text(MODEL.format(package=str(package)))
    for model in (place / "models").glob(f"{said.name}-*"):
        if model.name.removeprefix(f"{said.name}-") not in roles:
            shutil.rmtree(model)
    return place


def with_folders(said, folder):
    """Where the weights for stylize and restore are, in full. Raises WrongProfile."""
    for key in ("stylize", "restore"):
        place = getattr(said, key) and str(folder / getattr(said, key))
        if place and not Path(place).is_dir():
            raise profile.wrong(key, place, said.name, "a folder with weights in diffusers' layout")
        said = replace(said, **{key: place})
    return said


def arguments():
    parser = argparse.ArgumentParser(prog="python -m stillwake_diffusion.repository", description=__doc__)
    parser.add_argument("profile", metavar="PROFILE", help="a TOML file such as profiles/wan-ti2v-5b.toml")
    parser.add_argument("weights", metavar="WEIGHTS", help="a folder in diffusers' layout, or s3://bucket/prefix")
    parser.add_argument("out", metavar="OUT", help="a folder; the family is written to OUT/<family's name>")
    parser.add_argument(
        "--cache",
        default="/var/lib/stillwake/weights",
        help="where weights of an s3:// address go (default: %(default)s)",
    )
    parser.add_argument("--device", help="cpu, cuda or cuda:N, instead of the profile's")
    parser.add_argument("--dtype", help="bfloat16, float16 or float32, instead of the profile's")
    parser.add_argument("--steps", type=int, help="denoising steps of a chunk, instead of the profile's")
    parser.add_argument("--anchor-steps", type=int, help="denoising steps of the anchors, instead of the profile's")
    parser.add_argument("--spacing", type=int, help="latent frames per chunk, instead of the profile's")
    parser.add_argument("--name", help="the family's name, instead of the profile's")
    parser.add_argument("--pool", help="whose workers serve the family, instead of the profile's")
    parser.add_argument(
        "--run-dir", default="", help="where the engine's socket goes (default: a private folder in /tmp)"
    )
    parser.add_argument(
        "--package",
        default=str(PACKAGE),
        help="the folder that holds the package stillwake_diffusion where Triton runs (default: %(default)s)",
    )
    parser.add_argument(
        "--python",
        default="",
        help="what runs the engine, with its packages, where Triton runs (default: the python3 on Triton's path)",
    )
    return parser


def main(words=None):
    given = arguments().parse_args(words)
    try:
        said = profile.with_settings(
            profile.read(given.profile),
            runtime_device=given.device,
            runtime_dtype=given.dtype,
            sampling_steps=given.steps,
            sampling_anchor_steps=given.anchor_steps,
            split_spacing=given.spacing,
        )
        said = profile.parse(profile.tables(said) | {"name": given.name or said.name, "pool": given.pool or said.pool})
        folder = fetch.local(given.weights, given.cache)
        print(write(said, folder, given.out, given.package, given.run_dir, given.python))
    except (ValueError, OSError) as failure:
        sys.exit(f"repository: {failure}")


if __name__ == "__main__":
    main()
