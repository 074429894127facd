"""What to learn from: labelled photographs as they are and under other light, cropped, grey, or with fire, smoke, falls or
lamps laid over; and synthetic scenes."""
import json
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

import synthetic
from build.regions.network import CLASSES
from quality.scenes import SCENES

HERE = Path(__file__).resolve().parent
IGNORED = synthetic.IGNORED
WHOLE = (0.0, 0.0, 100.0, 100.0)


def labels():
    return json.loads((HERE / "labels.json").read_text())


def photograph(folder, name):
    return Image.open(Path(folder) / f"{name}.png").convert("RGB")


def drawn(label, size, crop=WHOLE):
    """Classes UINT8 [h,w] (IGNORED where nothing is said) and distances FLOAT32 [h,w] (-1 where nothing is said).

    size (w, h); crop: left, top, right, bottom in percent of the picture.
    """
    left, top, right, bottom = crop
    def place(x, y): return (x - left) / (right - left) * size[0], (y - top) / (bottom - top) * size[1]
    classes, distance = Image.new("L", size, IGNORED), np.full((size[1], size[0]), -1, np.float32)
    draw = ImageDraw.Draw(classes)
    for name, points in label["areas"]:
        draw.polygon([place(*p) for p in points], fill=CLASSES.index(name))
    for x, y, value in label["depth"]:
        column, row = (int(v) for v in place(x, y))
        if 0 <= column < size[0] and 0 <= row < size[1]:
            distance[max(0, row - 2):row + 3, max(0, column - 2):column + 3] = value
    return np.asarray(classes), distance


def varied(rng, image, label):
    """(picture UINT8 [h,w,3], its classes and distances as a function of the size (w, h))."""
    share, aspect = rng.uniform(0.6, 1.0), np.exp(rng.normal(0, 0.15))
    wide, tall = min(100, 100 * share * aspect), min(100, 100 * share / aspect)
    left, top = rng.uniform(0, 100 - wide), rng.uniform(0, 100 - tall)
    crop = (left, top, left + wide, top + tall)
    image = image.crop([v / 100 * image.size[i % 2] for i, v in enumerate(crop)])
    if rng.random() < 0.3:
        image = image.filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 2.5)))
    picture = np.asarray(image, np.float32) / 255
    layer = None
    if rng.random() < 0.4:
        name = rng.choice(list(synthetic.LAYERS))
        color, alpha = synthetic.LAYERS[name](rng)
        layer = (CLASSES.index(name), alpha)
        alpha = np.asarray(Image.fromarray(alpha.astype(np.float32)).resize(image.size))[..., None]
        color = np.asarray(Image.fromarray((np.broadcast_to(color, alpha.shape[:0] + synthetic.SIZE + (3,)) * 255).astype(np.uint8)).resize(image.size)) / 255
        if name in ("flame", "lights"):
            picture = picture * rng.uniform(0.1, 0.8)
        picture = picture * (1 - alpha) + color * alpha

    def truth(size):
        classes, distances = drawn(label, size, crop)
        if layer is not None:
            cover = np.asarray(Image.fromarray(layer[1].astype(np.float32)).resize(size))
            classes = np.where(cover > 0.6, layer[0], np.where(cover > 0.08, IGNORED, classes)).astype(np.uint8)
        return classes, distances

    return np.round(tinted(rng, picture) * 255).astype(np.uint8), truth


def tinted(rng, picture):
    """Other light: gamma, exposure, colour cast, saturation down to grey, grain."""
    picture = np.clip(picture, 1e-4, 1) ** np.exp(rng.normal(0, 0.25)) * np.exp(rng.normal(0, 0.1)) * np.exp(rng.normal(0, 0.06, 3))
    grey = picture.mean(-1, keepdims=True)
    picture = grey + (picture - grey) * (0.0 if rng.random() < 0.2 else np.clip(rng.normal(1.0, 0.25), 0.2, 1.6))
    return np.clip(picture + rng.standard_normal(picture.shape) * abs(rng.normal(0, 0.015)), 0, 1)


def views_of(rng, folder, name, label, variants):
    """Yields (picture, truth) for the photograph as it is and so many variants."""
    image = photograph(folder, name)
    yield np.asarray(image), lambda size: drawn(label, size)
    for _ in range(variants):
        yield varied(rng, image, label)


def scenes(rng, count):
    for _ in range(count):
        picture, classes = synthetic.scene(rng)
        image = Image.fromarray(classes)
        yield np.round(tinted(rng, picture) * 255).astype(np.uint8), lambda size, image=image: (np.asarray(image.resize(size, Image.NEAREST)), np.full(size[::-1], -1, np.float32))


def staged(rng):
    """The scenes of quality/scenes, of other seeds than those that are judged, each as it is and in other light."""
    for seed in range(100, 107):
        for name, scene in SCENES.items():
            picture, regions = scene(256, 384, seed=seed)
            classes = np.full(picture.shape[:2], IGNORED, np.uint8)
            for region, there in regions.items():
                classes[there] = CLASSES.index(region if region in CLASSES else "still")
            image = Image.fromarray(classes)
            for shown in (picture, tinted(rng, picture)):
                yield np.round(np.clip(shown, 0, 1) * 255).astype(np.uint8), lambda size, image=image: (np.asarray(image.resize(size, Image.NEAREST)), np.full(size[::-1], -1, np.float32))
