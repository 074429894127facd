"""Scenes rendered with numpy, for which it is known where everything is.

    python -m quality.scenes FOLDER      writes campfire.png (768x512)
"""
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from skimage.filters import gaussian


def noise(rng, height, width, scale, octaves=4):
    """Smooth noise with mean 0 and standard deviation 1; features about `scale` pixels wide."""
    total = np.zeros((height, width))
    for octave in range(octaves):
        sigma = scale / 2 ** octave
        layer = gaussian(rng.standard_normal((height, width)), sigma, mode="wrap")
        total += layer / layer.std() / 2 ** octave
    return total / total.std()


def over(base, color, alpha):
    return base * (1 - alpha[..., None]) + np.asarray(color) * alpha[..., None]


def soft(distance, width=2.0):
    """1 inside (distance < 0), 0 outside, over `width` pixels."""
    return np.clip(0.5 - distance / width, 0, 1)


def campfire(height=512, width=768, seed=3):
    """A night: sky with stars and cloud, far trees, a lake, two near trees, a shore with stones and pan, fire, smoke.

    Returns FLOAT [H,W,3] in 0..1 and the true regions as a dict of boolean [H,W].
    """
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width].astype(float)
    u = height / 512
    horizon, shore = 250 * u, 370 * u + 10 * u * np.sin(x / (70 * u))
    fire_x, fire_y = 400 * u, 430 * u

    sky = np.stack([0.05 + 0.10 * y / horizon, 0.07 + 0.12 * y / horizon, 0.16 + 0.16 * y / horizon], -1)
    cloud = np.clip(noise(rng, height, width, 60 * u, 5) * 0.5 + 0.1, 0, 1) * np.clip(1.2 - y / horizon, 0, 1)
    picture = over(sky, (0.28, 0.28, 0.36), cloud * 0.7)
    stars = (rng.random((height, width)) > 0.9992) & (y < horizon * 0.8)
    picture += gaussian(stars.astype(float), 0.7)[..., None] * 3.0

    ridge = horizon - 40 * u - 16 * u * noise(rng, 1, width, 30 * u, 5)
    far_trees = soft(ridge - y) * soft(y - horizon)
    picture = over(picture, (0.03, 0.05, 0.06), far_trees)

    lake = (y >= horizon) & (y < shore)
    mirror = np.clip((2 * horizon - y), 0, horizon - 1).astype(int)
    depth = np.clip((y - horizon) / (shore - horizon), 0.02, 1)
    wobble = (3 * depth * np.sin(900 * u / np.maximum(y - horizon + 24 * u, 1) + noise(rng, height, width, 14 * u) * 0.8)).astype(int)
    reflected = picture[mirror, np.clip(x.astype(int) + wobble, 0, width - 1)] * 0.8 + np.array([0.0, 0.012, 0.03])
    glints = np.clip(np.sin(1400 * u / np.maximum(y - horizon + 24 * u, 1) * 2 + noise(rng, height, width, 20 * u) * 1.6), 0, 1) ** 6
    streak = np.exp(-((x - fire_x) / (60 * u)) ** 2)
    water = reflected + glints[..., None] * (0.10 * np.array([0.5, 0.6, 0.8]) + 0.55 * streak[..., None] * np.array([1, 0.55, 0.2]))
    picture = np.where(lake[..., None], water, picture)

    ground = y >= shore
    grain = noise(rng, height, width, 6 * u, 4)
    light = np.exp(-np.hypot((x - fire_x) / 220, (y - fire_y) / 90) / u)
    earth = np.array([0.09, 0.075, 0.06]) * (1 + 0.25 * grain[..., None]) + light[..., None] * np.array([0.42, 0.22, 0.08]) * (1 + 0.3 * grain[..., None])
    picture = np.where(ground[..., None], earth, picture)

    still = np.zeros((height, width), bool)
    for i in range(13):
        angle = np.pi * 2 * i / 13
        cx, cy, r = fire_x + 74 * u * np.cos(angle), fire_y + 12 * u + 26 * u * np.sin(angle), (13 + 4 * rng.random()) * u
        d = np.hypot(x - cx, (y - cy) * 1.3) - r
        shade = np.clip(0.55 - 0.4 * (y - cy) / r - 0.25 * np.sign(cx - fire_x) * (x - cx) / r, 0.1, 1)
        stone = shade[..., None] * np.array([0.40, 0.33, 0.28]) * (1 + 0.12 * grain[..., None])
        alpha = soft(d)
        picture = picture * (1 - alpha[..., None]) + stone * alpha[..., None]
        still |= d < -2

    trees, leaves = np.zeros((height, width)), np.zeros((height, width), bool)
    for side, trunk_x, crown in ((-1, 60 * u, 150 * u), (1, 700 * u, 140 * u)):
        trunk = soft(np.abs(x - trunk_x - 6 * u * np.sin(y / (90 * u))) - (13 + y / 60) * u, 2) * soft(y - 455 * u, 3)
        bark = np.array([0.14, 0.10, 0.07]) * (1 + 0.5 * noise(rng, height, width, 3 * u)[..., None] * np.clip(np.abs(x - trunk_x) / 20, 0.4, 1)[..., None])
        bark = bark + (np.clip(-side * (x - trunk_x) / (20 * u), 0, 1) * light * 2)[..., None] * np.array([0.3, 0.15, 0.05])
        picture = picture * (1 - trunk[..., None]) + bark * trunk[..., None]
        still |= (trunk > 0.99) & (y > 230 * u)
        shape = np.hypot((x - trunk_x) / crown, (y - 90 * u) / (125 * u)) + 0.16 * noise(rng, height, width, 14 * u, 3)
        leaf = noise(rng, height, width, 4 * u, 2)
        cover = soft((shape - 0.95) * 60 * u, 6) * np.clip(leaf * 1.5 + 1.6, 0, 1)
        glow = np.clip(1 - np.hypot(x - fire_x, y - fire_y) / (480 * u), 0, 1)
        tone = (0.10 + 0.07 * leaf)[..., None] * np.array([0.75, 1.15, 0.5]) + glow[..., None] * np.array([0.14, 0.12, 0.03]) * np.clip(leaf, 0, 2)[..., None]
        picture = picture * (1 - cover[..., None]) + np.clip(tone, 0.01, 1) * cover[..., None]
        leaves |= cover > 0.9
        trees = np.maximum(trees, cover)

    rise = np.clip((fire_y - 70 * u - y) / (fire_y - 70 * u), 0, 1)
    center = fire_x + 40 * u * rise + 22 * u * np.sin(y / (52 * u)) * rise
    puffs = noise(rng, height, width, 24 * u, 4)
    plume = np.exp(-((x - center) / ((16 + 62 * rise) * u)) ** 2) * np.clip(rise * 6, 0, 1) * (1 - 0.65 * rise) * np.clip(0.75 + 0.4 * puffs, 0, 1)
    picture = over(picture, (0.42, 0.40, 0.41), np.clip(plume * 0.75, 0, 1) * (1 - 0.9 * trees))

    for tilt, length in ((-0.35, 60), (0.3, 62), (0.05, 48)):
        along = (x - fire_x) * np.cos(tilt) + (y - fire_y - 8 * u) * np.sin(tilt)
        across = np.abs(-(x - fire_x) * np.sin(tilt) + (y - fire_y - 8 * u) * np.cos(tilt))
        log = soft(across - 7 * u) * soft(np.abs(along) - length * u)
        picture = over(picture, (0.20, 0.11, 0.06), log)
    flame = np.zeros((height, width))
    wisp = noise(rng, height, width, 12 * u, 3)
    for dx, tall, wide in ((-26, 78, 15), (-8, 120, 19), (12, 104, 17), (30, 66, 13)):
        up = np.clip((fire_y + 4 * u - y) / (tall * u), 0, 1.2)
        bend = 9 * u * np.sin(up * 4 + dx) * up
        half = wide * u * np.clip(np.sin(np.pi * np.clip(up, 0, 1) ** 0.6) + 0.25 * (1 - up), 0, 1)
        body = np.clip(1.25 - np.abs(x - fire_x - dx * u * (1 - 0.5 * up) - bend + 2 * u * wisp) / (half + 1e-3), 0, 1) * (up < 1) * (y < fire_y + 6 * u)
        flame = 1 - (1 - flame) * (1 - body)
    flame = gaussian(np.clip(flame, 0, 1), 1.2 * u)
    heat = np.clip(flame * 1.25, 0, 1)[..., None]
    fire = np.concatenate([np.clip(heat * 1.8, 0, 1), np.clip(heat * 1.35 - 0.25, 0, 0.95), np.clip(heat * 1.5 - 0.95, 0, 0.65)], -1)
    alpha = np.clip(flame * 2.2, 0, 1)
    picture = picture * (1 - alpha[..., None]) + fire * alpha[..., None]
    picture += gaussian(flame, 26 * u)[..., None] * np.array([0.55, 0.26, 0.07])

    pan = soft(np.hypot((x - 540 * u) / 1.0, (y - 452 * u) / 0.38) - 46 * u) + soft(np.abs(y - 446 * u - (x - 600 * u) * -0.12) - 4 * u) * (x > 575 * u) * (x < 655 * u)
    pan = np.clip(pan, 0, 1)
    picture = over(picture, (0.10, 0.10, 0.11), pan)
    inner = soft(np.hypot((x - 540 * u), (y - 449 * u) / 0.34) - 38 * u)
    picture = over(picture, (0.19, 0.17, 0.17), inner)
    still |= pan > 0.99

    picture = np.clip(picture + rng.standard_normal(picture.shape) * 0.006, 0, 1)
    regions = {"flame": flame > 0.5, "smoke": (plume > 0.35) & (trees < 0.1) & (flame < 0.05), "foliage": leaves & (plume < 0.1),
               "water": lake & (trees < 0.01) & (plume < 0.05) & (flame < 0.02) & ~(gaussian(still.astype(float), 3) > 0.01), "still": still & (flame < 0.02) & (trees < 0.05)}
    return picture, regions


def as_bytes(picture):
    return np.round(np.clip(picture, 0, 1) * 255).astype(np.uint8)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    Image.fromarray(as_bytes(campfire()[0])).save(folder / "campfire.png")
