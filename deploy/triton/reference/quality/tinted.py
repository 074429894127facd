"""Shows what the regions model sees: `python -m quality.tinted SHEET.png PHOTO...` tints each photograph by its regions."""
import sys

import numpy as np
from PIL import Image, ImageDraw

from build.family import REGIONS
from quality import play

COLORS = {"sky": (90, 160, 255), "water": (0, 60, 255), "waterfall": (0, 255, 255), "foliage": (0, 160, 0), "grass": (160, 230, 0), "flame": (255, 90, 0),
          "smoke": (200, 200, 200), "hair": (255, 0, 200), "cloth": (150, 0, 255), "lights": (255, 255, 0), "ground": (140, 90, 40), "still": (255, 0, 0)}
CELL = (312, 210)


def fitted(image):
    """Its sides multiples of 16, at most about 400,000 pixels."""
    share = min(1.0, (393216 / (image.width * image.height)) ** 0.5)
    return image.convert("RGB").resize([max(128, round(side * share / 16) * 16) for side in image.size])


def tinted(picture):
    """UINT8 [H,W,3] -> the same, grey, with the regions in colour."""
    maps = play.regions(picture)[:, 0].astype(np.float32)
    base = picture.mean(-1, keepdims=True).repeat(3, -1) * 0.55
    image = base
    for name, color in COLORS.items():
        alpha = np.asarray(Image.fromarray(maps[list(REGIONS).index(name)]).resize(picture.shape[1::-1], Image.BILINEAR))[..., None] * 0.55
        image = image * (1 - alpha) + np.array(color) * alpha
    return np.clip(image, 0, 255).astype(np.uint8)


def sheet(paths, columns=4):
    rows = -(-len(paths) // columns)
    page = Image.new("RGB", (columns * CELL[0], rows * CELL[1] * 2), (20, 20, 20))
    for i, path in enumerate(paths):
        picture = np.asarray(fitted(Image.open(path)))
        for k, shown in enumerate((picture, tinted(picture))):
            small = Image.fromarray(shown)
            small.thumbnail((CELL[0] - 4, CELL[1] - 4))
            page.paste(small, (i % columns * CELL[0], (i // columns * 2 + k) * CELL[1]))
    draw = ImageDraw.Draw(page)
    for i, (name, color) in enumerate(COLORS.items()):
        draw.text((4 + i % 6 * 60, 4 + i // 6 * 12), name, fill=color)
    return page


if __name__ == "__main__":
    sheet(sys.argv[2:]).save(sys.argv[1])
