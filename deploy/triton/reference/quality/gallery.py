"""Remakes docs/gallery: sheets of the styles, strips of clips and short films, small enough for the repository.

    python -m quality.gallery [--only NAME ...] [FOLDER]       default ../../../docs/gallery; ten minutes on one idle core
"""
import argparse
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from build.styles.vocabulary import STYLES

from . import measures, play, sheets
from .cases import known, load
from .films import film

PIXELS = 393216
GALLERY = Path(__file__).resolve().parents[4] / "docs" / "gallery"
STYLE_PICTURES = {"harbour": "harbour", "portrait": "portrait", "campfire": "campfire", "waterfall": "waterfall", "cat": "sample/chelsea", "coffee": "sample/coffee"}
# name: (source, style or None, light or None, {motion: amount}, speed, what was asked)
CLIPS = {
    "campfire": ("campfire", None, None, {"flame": 0.8, "ember": 0.8, "smoke": 0.8, "water": 0.6, "foliage": 0.5, "flicker": 0.5}, 1.0, "flames sway, smoke and sparks rise"),
    "waterfall": ("waterfall", None, None, {"waterfall": 0.9, "water": 0.7, "foliage": 0.5}, 1.0, "the waterfall falls, leaves rustle"),
    "portrait": ("portrait", None, None, {"hair": 0.8, "cloth": 0.5}, 0.8, "a gentle breeze"),
    "rain": ("harbour", None, None, {"rain": 0.8, "lights": 0.6, "water": 0.6}, 0.6, "raindrops falling, lamps on wet pavement, slow motion"),
    "coffee": ("sample/coffee", None, "golden-hour", {"dolly": 0.4}, 0.8, "golden hour, the camera moves in"),
    "charcoal-morning": ("harbour", "charcoal", "morning-light", {"morning": 0.8, "water": 0.6, "fog": 0.5}, 0.8, "charcoal sketch, soft morning light"),
    "swirl-stars": ("campfire", "swirl", None, {"flame": 0.8, "smoke": 0.8, "water": 0.7, "stars": 0.7}, 1.0, "like a Van Gogh, the fire burns"),
    "watercolor-falls": ("waterfall", "watercolor", "morning-light", {"waterfall": 0.9, "water": 0.7, "foliage": 0.6}, 1.0, "watercolor, soft morning light"),
}


def save(image, path, quality=80):
    image.save(path, quality=quality, method=6)
    print(f"{path.name}: {path.stat().st_size / 1024:.0f} kB", flush=True)


def pictures():
    """{name: UINT8 [H,W,3]}: free ones alone, as what is made of them goes into the repository."""
    return {name: load(source, PIXELS)[0] for name, source in STYLE_PICTURES.items()}


def style_sheets(folder):
    """A sheet of all styles on one scene, and one per style on all pictures."""
    found = pictures()
    painted = {s.name: {n: play.stylize(p, None if s.light else s.name, light=s.name if s.light else None) for n, p in found.items()} for s in STYLES}
    save(sheets.sheet([("the picture", found["harbour"]), *((s.title, painted[s.name]["harbour"]) for s in STYLES)], 3, 400), folder / "styles.webp", 78)
    for s in STYLES:
        save(sheets.sheet([(n, painted[s.name][n]) for n in found], 3, 330), folder / f"style-{s.name}.webp", 74)


def clip(folder, name):
    """A strip of a clip as a picture, and the clip itself as a small film that loops."""
    source, style, light, amounts, speed, _ = CLIPS[name]
    picture = load(source, PIXELS)[0]
    maps = play.regions(picture)
    if style or light:
        picture = play.stylize(picture, style, light=light, strength=0.9)
    frames = film(picture, play.rows(known(amounts), speed=speed), 72, loop=True, strength=0.6, maps=maps)
    save(sheets.sheet(sheets.strip(frames, 24, 3), 3, 400), folder / f"clip-{name}.webp", 72)
    small = [Image.fromarray(f).resize((288, round(288 * f.shape[0] / f.shape[1])), Image.Resampling.LANCZOS) for f in frames[::2]]
    small[0].save(folder / f"film-{name}.webp", save_all=True, append_images=small[1:], duration=83, loop=0, quality=60, method=4)
    print(f"film-{name}.webp: {(folder / f'film-{name}.webp').stat().st_size / 1024:.0f} kB", flush=True)


def restored(folder):
    """Worn pictures beside what restore makes of them."""
    rng, cells = np.random.default_rng(5), []
    for name, (y, x) in {"harbour": (60, 0), "portrait": (130, 230)}.items():
        true = load(name, PIXELS)[0][y:y + 256, x:x + 288]
        worn = np.clip(true + gaussian_filter(rng.normal(0, 26, true.shape), (0.5, 0.5, 0)), 0, 255).astype(np.uint8)
        result = play.restore(worn, 1.0)
        cells += [(f"worn, {measures.psnr(worn, true):.1f} dB", worn), (f"restored, {measures.psnr(result, true):.1f} dB", result), ("true", true)]
    save(sheets.sheet(cells, 3, 400), folder / "restore.webp", 82)


def page():
    """The page that shows them."""
    lines = ["# Gallery", "", "What the reference family makes on a CPU, from formulas and small networks trained here. The scenes are painted by",
             "`quality/scenes`; the cat and the cup are scikit-image's (CC0 and public domain). Made by `python -m quality.gallery` in",
             "`deploy/triton/reference`.", "", "## Clips", ""]
    for name, (*_, words) in CLIPS.items():
        lines += [f"### {name}", "", f"\"{words}\"", "", f"![a film](film-{name}.webp)", "", f"![strip of the clip](clip-{name}.webp)", ""]
    lines += ["## Styles", "", "![All styles on one picture](styles.webp)", ""]
    for s in STYLES:
        lines += [f"### {s.title}", "", f"`{s.name}`" + (", a light: alone or together with a style" if s.light else ""), "", f"![{s.title}](style-{s.name}.webp)", ""]
    return "\n".join([*lines, "## Restore", "", "![Worn, restored and true](restore.webp)"]) + "\n"


def main(folder, only):
    folder.mkdir(parents=True, exist_ok=True)
    for name in CLIPS:
        if not only or name in only:
            clip(folder, name)
    if not only or "styles" in only:
        style_sheets(folder)
    if not only or "restore" in only:
        restored(folder)
    (folder / "README.md").write_text(page())
    print(f"together {sum(p.stat().st_size for p in folder.iterdir()) / 2 ** 20:.1f} MiB")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m quality.gallery", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=GALLERY, metavar="FOLDER")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", choices=[*CLIPS, "styles", "restore"], help="clips by name, styles, restore")
    arguments = parser.parse_args()
    main(arguments.folder, arguments.only)
