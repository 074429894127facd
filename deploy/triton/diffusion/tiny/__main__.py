"""python -m tiny KIND FOLDER writes a checkpoint in diffusers layout."""
import argparse
import importlib
from pathlib import Path

# Kind -> module of this package with a function of that name (dashes as underscores) that saves to a folder.
KINDS = {
    "flux": "pictures",
    "flux-kontext": "pictures",
    "ltx-2": "ltx2",
    "ltx-video": "ltx",
    "qwen-edit": "qwen",
    "sdxl": "pictures",
    "svd": "svd",
    "upscaler-x2": "pictures",
    "upscaler-x4": "pictures",
    "wan-i2v": "wan",
    "wan-ti2v": "wan",
    "wan21-i2v": "wan",
}


def make(kind, folder):
    module = importlib.import_module(f".{KINDS[kind]}", __package__)
    getattr(module, kind.replace("-", "_"))(Path(folder))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tiny", description=__doc__)
    parser.add_argument("kind", choices=sorted(KINDS))
    parser.add_argument("folder")
    arguments = parser.parse_args()
    make(arguments.kind, arguments.folder)
