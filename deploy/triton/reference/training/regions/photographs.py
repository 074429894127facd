"""Fills a folder with the labelled photographs: `python photographs.py FOLDER --unpacked DIR --clones DIR`.

DIR of --unpacked: Debian packages laid out by `dpkg -x PACKAGE.deb DIR/PACKAGE`; of --clones: git clones as OWNER/NAME.
labels.json says where each photograph is from:
  debian:PACKAGE:PATH[#K]   a file of a package; with #K the K-th picture inside a Qt resource file
  python:PATH               a file beside the installed Python packages (scikit-image, scikit-learn)
  git:OWNER/NAME:BLOB       a blob of a repository on GitHub, also of its past
Every photograph becomes a PNG of at most 393,216 pixels, upright.
"""
import argparse
import io
import json
import re
import subprocess
import sysconfig
from pathlib import Path

from PIL import Image, ImageOps

Image.MAX_IMAGE_PIXELS = None
PIXELS, SMALLEST = 393216, 180
PICTURE = re.compile(rb"RIFF....WEBP|\xff\xd8\xff[\xe0\xe1\xdb]", re.S)


def resource_pictures(data):
    """The pictures in a Qt resource file, in its order, small ones left out."""
    for match in PICTURE.finditer(data):
        try:
            image = Image.open(io.BytesIO(data[match.start():match.start() + 4000000]))
            image.load()
        except OSError:
            continue
        if min(image.size) >= SMALLEST:
            yield image


def opened(source, unpacked, clones):
    kind, _, rest = source.partition(":")
    if kind == "python":
        return Image.open(Path(sysconfig.get_path("purelib")) / rest)
    if kind == "git":
        repository, blob = rest.rsplit(":", 1)
        return Image.open(io.BytesIO(subprocess.run(["git", "-C", clones / repository, "cat-file", "blob", blob], capture_output=True, check=True).stdout))
    package, path = rest.split(":", 1)
    path, _, index = path.partition("#")
    file = unpacked / package / path
    return list(resource_pictures(file.read_bytes()))[int(index)] if index else Image.open(file)


def stored(image):
    image = ImageOps.exif_transpose(image).convert("RGB")
    share = min(1.0, (PIXELS / (image.width * image.height)) ** 0.5)
    return image.resize([round(side * share) for side in image.size], Image.LANCZOS)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--unpacked", type=Path, required=True)
    arguments.add_argument("--clones", type=Path, required=True)
    given = arguments.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    for name, label in json.loads((Path(__file__).parent / "labels.json").read_text()).items():
        stored(opened(label["source"], given.unpacked, given.clones)).save(given.folder / f"{name}.png")


if __name__ == "__main__":
    main()
