"""What happens to pictures before they come to restore: pairs of a worn crop and the true one, made from photographs."""
import io

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import gaussian_filter

GAMMA = 2.2
KERNELS = (Image.Resampling.BICUBIC, Image.Resampling.BOX, Image.Resampling.LANCZOS, Image.Resampling.BILINEAR)


def with_letters(crop, rng):
    """A line or two of letters drawn over a crop, so that the network has seen letters: UINT8 [S,S,3]."""
    image = Image.fromarray(crop)
    draw = ImageDraw.Draw(image)
    for _ in range(rng.integers(1, 4)):
        text = "".join(rng.choice(list("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 .,-"), 14))
        at = (int(rng.integers(-20, 40)), int(rng.integers(-6, crop.shape[0] - 8)))
        draw.text(at, text, fill=tuple(int(v) for v in rng.integers(0, 256, 3)), font=ImageFont.load_default(int(rng.integers(9, 30))))
    return np.asarray(image)


def noisy(image, rng):
    """Photon and read-out noise in linear light, grown together by demosaicking; grain, or even noise. FLOAT [h,w,3] in 0..1."""
    shape = image.shape
    field = rng.standard_normal(shape)
    width = rng.choice([0.0, 0.0, 0.0, 0.5, 0.9])
    if width:
        field = gaussian_filter(field, (width, width, 0))
        field /= field.std()
    mix = rng.choice([0.0, 0.0, 1.0, rng.random()])  # each channel by itself, all alike, or between
    grey = field.mean(2, keepdims=True) * 3 ** 0.5
    field = (1 - mix) * field + mix * grey
    kind = rng.random()
    if kind < 0.15:  # grain: strongest in the middle tones
        return image + field * rng.uniform(0.01, 0.08) * (0.4 + 2.4 * image * (1 - image))
    if kind < 0.65:  # noise that something after the sensor has made even
        return image + field * rng.uniform(0.005, 0.13)
    linear = np.clip(image, 0, 1) ** GAMMA
    level = rng.uniform(0.004, 0.10)
    spread = np.sqrt(linear * level ** 2 * rng.uniform(0.2, 1.0) + (level * rng.uniform(0.05, 0.35)) ** 2)
    return np.clip(linear + field * spread, 0, 1) ** (1 / GAMMA)


def pressed(image, quality):
    """JPEG and back, FLOAT [h,w,3]."""
    buffer = io.BytesIO()
    Image.fromarray(np.round(np.clip(image, 0, 1) * 255).astype(np.uint8)).save(buffer, "JPEG", quality=quality, subsampling=2 if quality < 85 else 0)
    return np.asarray(Image.open(buffer), np.float64) / 255


def faded(image, rng):
    """Old print: less contrast, lifted blacks and a cast. Applied to both of a pair, as restore does not change colours."""
    low, high = rng.uniform(0, 0.25, 3) * rng.uniform(0.3, 1), 1 - rng.uniform(0, 0.2, 3)
    return low + image * (high - low)


def pair(true, scale, rng):
    """A true crop UINT8 [S,S,3] -> (worn FLOAT [S/scale,S/scale,3], true FLOAT [S,S,3]), values 0..1."""
    if rng.random() < 0.15:
        true = with_letters(true, rng)
    target = true / 255.0
    if rng.random() < 0.15:
        target = faded(target, rng)
    worn = target
    clean = rng.random() < 0.25
    if scale == 2:
        blur = 0 if clean else rng.choice([0, 0.4, 0.7, 1.0])
        small = Image.fromarray(np.round(gaussian_filter(worn, (blur, blur, 0)) * 255).astype(np.uint8))
        worn = np.asarray(small.reduce(2) if rng.random() < 0.4 else small.resize([s // 2 for s in small.size], rng.choice(KERNELS)), np.float64) / 255
    elif not clean and rng.random() < 0.35:
        blur = rng.uniform(0.3, 0.7)
        worn = gaussian_filter(worn, (blur, blur, 0))
    if not clean:
        kind = rng.random()
        if kind < 0.75:
            worn = noisy(worn, rng)
        if kind > 0.5:
            # The grid of JPEG's blocks starts anywhere, as a picture may have been cropped after it.
            dy, dx = rng.integers(0, 8, 2)
            worn = pressed(np.pad(worn, ((dy, 0), (dx, 0), (0, 0)), mode="reflect"), int(rng.integers(10, 61) if rng.random() < 0.8 else rng.integers(60, 96)))[dy:, dx:]
    return np.round(np.clip(worn, 0, 1) * 255) / 255, target
