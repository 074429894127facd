"""Pictures made with numpy of which it is known where everything is, for what photographs at hand show too seldom.

Each maker takes a numpy Generator and gives (picture FLOAT [h,w,3] 0..1, class UINT8 [h,w]); layers are (color [h,w,3],
alpha [h,w]) to be laid over a photograph. h, w = SIZE. Shapes and colours vary at random; texture is fractal noise.
One long file, because the makers are short and share their textures.
"""
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from build.regions.network import CLASSES

IGNORED = 255
SIZE = (256, 384)
INDEX = {name: i for i, name in enumerate(CLASSES)}
Y, X = np.mgrid[0:SIZE[0], 0:SIZE[1]].astype(np.float32)
U, V = X / SIZE[1], Y / SIZE[0]


def noise(rng, across, down, octaves=4):
    """Fractal noise, mean 0, deviation 1; `across` and `down` are how many features fit the picture."""
    total = np.zeros(SIZE, np.float32)
    for i in range(octaves):
        cells = max(2, int(down * 2 ** i)), max(2, int(across * 2 ** i))
        if cells[0] > SIZE[0] or cells[1] > SIZE[1]:
            break
        grid = Image.fromarray(rng.standard_normal((cells[0] + 1, cells[1] + 1)).astype(np.float32))
        total += np.asarray(grid.resize((SIZE[1], SIZE[0]), Image.BICUBIC)) / 2 ** i
    return (total - total.mean()) / (total.std() + 1e-6)


def blurred(a, radius):
    if a.ndim == 3:
        return np.stack([blurred(a[..., i], radius) for i in range(a.shape[2])], -1)
    return np.asarray(Image.fromarray(a.astype(np.float32)).resize(
        (max(2, int(SIZE[1] / radius)), max(2, int(SIZE[0] / radius))), Image.BOX).resize((SIZE[1], SIZE[0]), Image.BICUBIC))


def ramp(low, high, share):
    return np.asarray(low) + (np.asarray(high) - np.asarray(low)) * np.clip(share, 0, 1)[..., None]


def warp(field, dx, dy):
    """The field read at places moved by dx, dy pixels."""
    return field[np.clip(Y + dy, 0, SIZE[0] - 1).astype(int), np.clip(X + dx, 0, SIZE[1] - 1).astype(int)]


class Canvas:
    def __init__(self, picture, name):
        self.picture = np.broadcast_to(picture, SIZE + (3,)).astype(np.float32).copy()
        self.classes = np.full(SIZE, INDEX[name], np.uint8)

    def lay(self, color, alpha, name):
        """Paints over; where it half covers, the class is left open."""
        alpha = np.clip(alpha, 0, 1)
        self.picture = self.picture * (1 - alpha[..., None]) + np.asarray(color) * alpha[..., None]
        self.classes[(alpha > 0.08) & (alpha < 0.6)] = IGNORED
        self.classes[alpha >= 0.6] = INDEX[name]


def soft(distance, width=2.0):
    return np.clip(0.5 - distance / width, 0, 1)


def tint(rng, low, high):
    return rng.uniform(low, high, 3)


def sky(rng):
    """Day, dusk, overcast or night; clouds, and stars by night."""
    kind = rng.choice(["day", "dusk", "grey", "night"])
    top, low = {"day": (rng.uniform([.1, .3, .6], [.4, .6, .95]), rng.uniform([.6, .75, .85], [.95, .97, 1])),
                "dusk": (rng.uniform([.1, .1, .25], [.5, .4, .6]), rng.uniform([.8, .35, .1], [1, .75, .6])),
                "grey": (tint(rng, .3, .8), tint(rng, .5, .95)),
                "night": (tint(rng, 0, .1) * [.5, .7, 1.5], tint(rng, .02, .25) * [.8, .9, 1.2])}[kind]
    if kind == "grey":
        top, low = top.mean() + (top - top.mean()) * 0.15, low.mean() + (low - low.mean()) * 0.15
    picture = ramp(top, low, V / rng.uniform(0.3, 0.9))
    cover = np.clip(noise(rng, rng.uniform(1, 5), rng.uniform(2, 10), 5) * rng.uniform(0.2, 0.8) + rng.uniform(-0.6, 0.4), 0, 1)
    cloud = low * rng.uniform(0.6, 1.3) + rng.uniform(0, 0.3) * (kind == "day")
    picture = picture * (1 - cover[..., None]) + cloud * (1 + 0.1 * noise(rng, 6, 8)[..., None]) * cover[..., None]
    if kind == "night" and rng.random() < 0.7:
        picture += (rng.random(SIZE) > 0.998)[..., None] * rng.uniform(0.3, 1)
    return np.clip(picture, 0, 1), kind


def rough(rng, color, contrast, across, down, octaves=5):
    return np.clip(np.asarray(color) * (1 + contrast * noise(rng, across, down, octaves)[..., None]), 0, 1)


def leaves(rng, dark=1.0):
    color = rng.choice([[.12, .3, .06], [.25, .4, .1], [.55, .35, .05], [.6, .2, .05], [.1, .18, .1], [.45, .4, .12]]) * rng.uniform(0.5, 1.5) * dark
    return rough(rng, color, rng.uniform(0.3, 0.6), rng.uniform(14, 40), rng.uniform(10, 30), 4)


def blades(rng, dark=1.0):
    color = rng.choice([[.2, .4, .08], [.35, .5, .15], [.6, .5, .2], [.5, .45, .3]]) * rng.uniform(0.5, 1.4) * dark
    strands = noise(rng, rng.uniform(40, 90), rng.uniform(4, 12), 3)
    return np.clip(color * (1 + rng.uniform(0.2, 0.45) * warp(strands, 6 * noise(rng, 5, 5), 0)[..., None]), 0, 1)


def stone(rng, dark=1.0):
    base = tint(rng, .2, .6)
    base = base.mean() + (base - base.mean()) * 0.4
    return rough(rng, base * dark, rng.uniform(0.15, 0.35), rng.uniform(6, 14), rng.uniform(6, 14))


def planks(rng):
    """Boards in perspective or straight: straight joints, grain along them."""
    color = rng.choice([[.4, .28, .18], [.5, .45, .4], [.3, .3, .32], [.6, .4, .25]]) * rng.uniform(0.5, 1.4)
    if rng.random() < 0.5:
        along, count = (U - rng.uniform(.3, .7)) / (V + rng.uniform(0.1, 0.5)), rng.uniform(8, 20)
    else:
        angle = rng.uniform(-0.6, 0.6)
        along, count = V + angle * U, rng.uniform(6, 24)
    joint = (np.abs((along * count) % 1 - 0.5) > 0.46).astype(np.float32)
    board = np.take(rng.uniform(0.8, 1.2, 256), np.floor(along * count).astype(int) % 256)
    grain = noise(rng, 4, 60, 3) if count > 6 else noise(rng, 60, 4, 3)
    return np.clip(color * (board * (1 + 0.08 * grain) * (1 - 0.6 * joint))[..., None], 0, 1)


def reflected(rng, picture, horizon):
    """A lake below the row `horizon`: what is above, mirrored, rippled by distance, tinted."""
    near = np.clip((Y - horizon) / (SIZE[0] - horizon), 0.02, 1)
    ripple = noise(rng, rng.uniform(2, 8), rng.uniform(30, 90), 3) * rng.uniform(0.5, 6) * near
    source = np.clip(2 * horizon - Y + ripple * 2, 0, horizon - 1).astype(int)
    mirror = picture[source, np.clip(X + ripple, 0, SIZE[1] - 1).astype(int)]
    flat = picture[:max(2, int(horizon * 0.6))].mean((0, 1))
    share = rng.uniform(0, 0.9)
    color = (mirror * (1 - share) + flat * share) * rng.uniform(0.5, 1.0) + tint(rng, 0, .06) * [0.5, 1, 1.3]
    waves = noise(rng, rng.uniform(4, 20), rng.uniform(30, 100), 3) * near
    color = color * (1 + rng.uniform(0, 0.25) * waves[..., None])
    return np.clip(color + np.clip(waves - 1.2, 0, 1)[..., None] * rng.uniform(0, 0.8), 0, 1)


def landscape(rng):
    picture, kind = sky(rng)
    canvas = Canvas(picture, "sky")
    dark = {"night": 0.25, "dusk": 0.45}.get(kind, 1.0)
    horizon = rng.uniform(0.25, 0.65) * SIZE[0]
    if rng.random() < 0.6:
        ridge = horizon - SIZE[0] * (0.1 + 0.08 * noise(rng, rng.uniform(1, 4), 2, 5)[:1])
        haze = rng.uniform(0, 0.7)
        canvas.lay(stone(rng, dark) * (1 - haze) + picture[int(horizon * 0.8)].mean(0) * haze, soft(ridge - Y), "other")
    if rng.random() < 0.7:
        ridge = horizon - SIZE[0] * np.clip(0.05 + 0.04 * noise(rng, rng.uniform(8, 30), 2, 4)[:1], 0, 1)
        canvas.lay(leaves(rng, dark * rng.uniform(0.4, 1)), soft(ridge - Y), "foliage")
    ground = rng.choice(["water", "water", "water", "grass", "ground", "road"])
    below = soft(horizon + 2 * noise(rng, 3, 2)[:1] * (ground != "water") - Y)
    if ground == "water":
        canvas.lay(reflected(rng, canvas.picture, horizon), below, "water")
        if rng.random() < 0.6:
            shore = SIZE[0] * rng.uniform(0.75, 0.95) + 12 * noise(rng, 2, 2)[:1]
            name, skin = [("grass", blades), ("other", stone), ("ground", sand)][rng.integers(3)]
            canvas.lay(skin(rng, dark), soft(shore - Y), name)
        if rng.random() < 0.4:
            pier(rng, canvas, horizon, dark)
    elif ground == "grass":
        canvas.lay(blades(rng, dark), below, "grass")
    else:
        canvas.lay(sand(rng, dark), below, "ground")
        if ground == "road":
            road(rng, canvas, horizon, dark)
    for _ in range(rng.integers(0, 3)):
        tree(rng, canvas, dark)
    if rng.random() < 0.4:
        for _ in range(rng.integers(1, 4)):
            canvas.lay(*flame(rng, dim=True), "flame")
    if rng.random() < 0.3:
        canvas.lay(*plume(rng), "smoke")
    return canvas


def sand(rng, dark=1.0):
    color = rng.choice([[.7, .6, .45], [.4, .35, .3], [.3, .3, .31], [.55, .5, .45], [.85, .85, .88]]) * rng.uniform(0.6, 1.2)
    return rough(rng, color * dark, rng.uniform(0.03, 0.15), rng.uniform(5, 60), rng.uniform(10, 90), 4)


def road(rng, canvas, horizon, dark):
    """Smooth tarmac in perspective, sometimes wet: it mirrors what is above, but it is ground."""
    center = rng.uniform(0.2, 0.8) + rng.uniform(-0.3, 0.3) * (V - horizon / SIZE[0])
    near = np.clip((Y - horizon) / (SIZE[0] - horizon), 0, 1)
    inside = soft((np.abs(U - center) - near * rng.uniform(0.3, 0.9)) * SIZE[1]) * (near > 0)
    color = rough(rng, np.full(3, rng.uniform(0.15, 0.45)) * dark, rng.uniform(0.02, 0.08), 20, 60, 3)
    if rng.random() < 0.5:
        color = color * 0.5 + 0.5 * reflected(rng, canvas.picture, max(horizon, 8))
    line = (np.abs(U - center) < 0.012 * near) & ((1 / (near + 0.05) * rng.uniform(1, 3)) % 1 < 0.5)
    canvas.lay(np.where(line[..., None], 0.85 * dark, color), inside, "ground")


def pier(rng, canvas, horizon, dark):
    center, start = rng.uniform(0.25, 0.75), horizon + rng.uniform(0.05, 0.3) * (SIZE[0] - horizon)
    near = (Y - start) / (SIZE[0] - start)
    inside = soft((np.abs(U - center - rng.uniform(-0.2, 0.2) * near) - 0.02 - near * rng.uniform(0.1, 0.5)) * SIZE[1]) * (near > 0)
    canvas.lay(planks(rng) * max(dark, 0.4), inside, "still")


def tree(rng, canvas, dark):
    x, width = rng.uniform(0.02, 0.98), rng.uniform(0.008, 0.03)
    foot, top = rng.uniform(0.6, 1.0), rng.uniform(0.05, 0.4)
    trunk = soft((np.abs(U - x - 0.01 * np.sin(V * 9)) - width) * SIZE[1]) * (V < foot) * (V > top)
    canvas.lay(rough(rng, tint(rng, .08, .3) * [1, .85, .7] * dark, 0.3, 60, 6, 3), trunk, "still")
    shape = np.hypot((U - x) / rng.uniform(0.1, 0.3), (V - top) / rng.uniform(0.12, 0.35)) + 0.15 * noise(rng, 12, 10, 3)
    canvas.lay(leaves(rng, dark), soft((shape - 1) * 40, 4), "foliage")


def flame(rng, dim=False):
    """A layer: tongues of fire with a pale core, yellow to red at the tips, some glow left uncounted around it."""
    x, foot = rng.uniform(0.1, 0.9), rng.uniform(0.35, 1.0)
    tall = rng.uniform(0.06, 0.5) * (0.7 if dim else 1)
    body = np.zeros(SIZE, np.float32)
    wisp = noise(rng, rng.uniform(8, 20), rng.uniform(5, 12), 3)
    for _ in range(rng.integers(1, 7)):
        height = tall * rng.uniform(0.5, 1.0)
        up = np.clip((foot - V) / height, -0.2, 1.2)
        wide = height * rng.uniform(0.12, 0.4)
        bend = rng.uniform(-0.25, 0.25) * up ** 2 * height + rng.uniform(-0.04, 0.04) * np.sin(up * 5 + rng.uniform(0, 6)) * up
        half = wide * np.clip(np.sin(np.pi * np.clip(up, 0, 1) ** rng.uniform(0.45, 0.7)) + 0.25 * (1 - up), 0, 1)
        off = rng.uniform(-0.5, 0.5) * tall * 0.6
        tongue = np.clip(1.3 - np.abs((U - x) * 1.5 - off * (1 - 0.5 * up) - bend + 0.01 * wisp) / (half + 1e-3), 0, 1) * (up < 1.05) * (up > -0.03)
        body = 1 - (1 - body) * (1 - tongue)
    heat = np.clip(body * rng.uniform(1.0, 1.5) - 0.12 * np.clip(wisp, 0, 2) * (body < 0.9), 0, 1)[..., None]
    color = np.concatenate([np.clip(heat * 1.9, 0, 1), np.clip(heat * 1.4 - rng.uniform(.15, .4), 0, .97), np.clip(heat * 1.5 - rng.uniform(.8, 1.1), 0, .75)], -1)
    return color, np.clip(body * rng.uniform(1.5, 2.5), 0, 1)


def plume(rng):
    """A layer: smoke or steam that widens as it rises."""
    x, foot, lean = rng.uniform(0.1, 0.9), rng.uniform(0.3, 1.0), rng.uniform(-0.5, 0.5)
    up = np.clip((foot - V) / foot, 0, 1)
    center = x + lean * up ** 1.5 + rng.uniform(0.01, 0.06) * np.sin(V * rng.uniform(8, 25) + rng.uniform(0, 6)) * up
    wide = rng.uniform(0.008, 0.04) + rng.uniform(0.05, 0.25) * up
    body = np.exp(-((U - center) / wide) ** 2) * np.clip(up * 8, 0, 1) * (1 - rng.uniform(0.3, 1) * up)
    puffs = noise(rng, rng.uniform(5, 14), rng.uniform(4, 10), 4)
    grey = rng.uniform(0.2, 0.95)
    color = np.clip(grey + tint(rng, -.04, .04) + 0.1 * noise(rng, 6, 5)[..., None], 0, 1)
    return color, np.clip(body * rng.uniform(0.7, 1.3) * np.clip(0.9 + rng.uniform(.2, .6) * puffs, 0, 1.4), 0, 1)


def falls(rng):
    """A layer: a curtain or several steps of falling water, white streaks straight down."""
    x, wide, top, foot = rng.uniform(0.1, 0.9), rng.uniform(0.03, 0.3), rng.uniform(-0.1, 0.4), rng.uniform(0.55, 1.05)
    lean = rng.uniform(-0.1, 0.1)
    edge = 0.02 * noise(rng, 6, 10, 3)
    reach = wide * (0.7 + rng.uniform(0, 0.6) * (V - top)) + edge
    inside = soft((np.abs(U - x - lean * (V - top)) - reach) * SIZE[1], 6) * soft((top - V) * SIZE[0]) * soft((V - foot) * SIZE[0], 10)
    streak = warp(noise(rng, rng.uniform(40, 110), rng.uniform(1.5, 5), 3), lean * Y * 0.5, 0)
    light = rng.uniform(0.45, 0.95)
    color = np.clip(light + rng.uniform(0.08, 0.2) * streak[..., None] + tint(rng, -.05, .05) * [1, .8, -.6], 0, 1)
    return color, inside * np.clip(1.1 + rng.uniform(0, 0.35) * streak, 0, 1)


def waterfall(rng):
    canvas = Canvas(leaves(rng, rng.uniform(0.4, 1)), "foliage")
    for _ in range(rng.integers(1, 4)):
        shape = np.hypot((U - rng.random()) / rng.uniform(.2, .6), (V - rng.uniform(.3, .9)) / rng.uniform(.2, .6)) + 0.2 * noise(rng, 6, 6, 4)
        canvas.lay(stone(rng, rng.uniform(.4, 1)), soft((shape - 1) * 60, 4), "other")
    for _ in range(rng.integers(1, 4)):
        canvas.lay(*falls(rng), "waterfall")
    if rng.random() < 0.8:
        level = SIZE[0] * rng.uniform(0.65, 0.92)
        pool = reflected(rng, canvas.picture, level)
        foam = np.clip(noise(rng, 14, 30, 4) + rng.uniform(-1.5, 0.3), 0, 1) * np.clip(1.5 - 4 * (Y - level) / SIZE[0], 0, 1)
        canvas.lay(np.clip(pool + foam[..., None] * 0.5, 0, 1), soft(level - Y + 4 * noise(rng, 5, 3)), "water")
    return canvas


def city(rng):
    """Evening or night: blocks with windows, lamps, headlights, a wet or dry street, sometimes a harbour."""
    picture, _ = sky(rng)
    canvas = Canvas(picture * rng.uniform(0.15, 0.5), "sky")
    foot = SIZE[0] * rng.uniform(0.5, 0.8)
    for _ in range(rng.integers(4, 12)):
        left, wide, top = rng.uniform(-0.1, 1), rng.uniform(0.08, 0.3), rng.uniform(0.05, 0.6) * SIZE[0]
        inside = soft((np.abs(U - left) - wide / 2) * SIZE[1]) * (Y > top) * (Y < foot + 4)
        wall = tint(rng, .02, .25) * np.ones(SIZE + (3,)) * (1 + 0.1 * noise(rng, 8, 8)[..., None])
        columns, rows = rng.uniform(16, 50), rng.uniform(14, 40)
        pane = ((U * columns) % 1 < 0.55) & ((V * rows) % 1 < 0.6)
        lit = rng.random((64, 64))[np.floor(V * rows).astype(int) % 64, np.floor(U * columns).astype(int) % 64] < rng.uniform(0, 0.5)
        canvas.lay(wall, inside, "still")
        glow = rng.choice([[1, .8, .45], [1, .95, .8], [.8, .9, 1]]) * rng.uniform(0.6, 1)
        canvas.lay(glow, (inside > 0.9) * (pane & lit).astype(np.float32), "lights")
    if rng.random() < 0.35:
        canvas.lay(reflected(rng, canvas.picture, foot), soft(foot - Y), "water")
    else:
        street = reflected(rng, canvas.picture, foot) * rng.uniform(0.3, 1) + rough(rng, np.full(3, rng.uniform(.03, .2)), .15, 30, 50)
        canvas.lay(np.clip(street, 0, 1), soft(foot - Y), "ground")
    for _ in range(rng.integers(1, 12)):
        canvas.lay(*lamp(rng, rng.uniform(0, 1), rng.uniform(0.2, 0.85)), "lights")
    return canvas


def lamp(rng, x, y):
    """A layer: a small source of light with its halo."""
    radius = rng.uniform(2, 9)
    d = np.hypot(X - x * SIZE[1], Y - y * SIZE[0])
    color = rng.choice([[1, .65, .25], [1, .85, .55], [1, .97, .9], [.8, .9, 1], [1, .25, .15]])
    core = soft(d - radius, 3)
    return np.clip(color * 0.8 + core[..., None] * 0.5, 0, 1), np.maximum(core, 0.5 * np.exp(-d / (radius * 1.5)) * (d > radius))


def folds(rng, color):
    """Hanging cloth: long soft folds, mostly upright, shaded."""
    angle = rng.normal(0, 0.25)
    bend = rng.uniform(2, 14) * noise(rng, 2, 2, 2)
    phase = (X * np.cos(angle) + Y * np.sin(angle) + bend) / SIZE[1] * rng.uniform(4, 22)
    shade = 1 + rng.uniform(0.1, 0.35) * np.sin(2 * np.pi * phase + 1.5 * noise(rng, 3, 2, 2)) + 0.1 * noise(rng, 3, 2, 2)
    cloth = np.asarray(color) * shade[..., None]
    pattern = rng.random()
    if pattern < 0.35:
        stripe = ((V + bend / SIZE[0] * 0.5 + U * rng.uniform(-.3, .3)) * rng.integers(3, 14)) % 1 < 0.5
        cloth = np.where(stripe[..., None], tint(rng, 0.1, 1) * shade[..., None], cloth)
    return np.clip(cloth * (1 + 0.03 * noise(rng, 90, 70, 1)[..., None]), 0, 1)


def flag(rng):
    picture, _ = sky(rng)
    canvas = Canvas(picture, "sky")
    for _ in range(rng.integers(1, 4)):
        x, y, wide, tall = rng.uniform(0.1, 0.7), rng.uniform(0.1, 0.6), rng.uniform(0.15, 0.5), rng.uniform(0.12, 0.4)
        wave = rng.uniform(0.01, 0.03) * np.sin(U * rng.uniform(10, 30) + rng.uniform(0, 6)) * np.clip((U - x) / wide, 0, 1)
        inside = soft(np.maximum(np.abs(U - x - wide / 2) - wide / 2, np.abs(V - y - tall / 2 - wave) - tall / 2) * SIZE[1])
        canvas.lay(folds(rng, tint(rng, 0.1, 1)), inside, "cloth")
        canvas.lay(tint(rng, .1, .7), soft((np.abs(U - x + 0.006) - 0.007) * SIZE[1]) * (V > y - 0.03), "still")
    return canvas


def room(rng):
    """Curtains, a table, a cup with steam or candles; walls."""
    canvas = Canvas(rough(rng, tint(rng, .15, .85), 0.03, 3, 3), "still")
    if rng.random() < 0.5:
        x, wide = rng.uniform(0.2, 0.8), rng.uniform(0.1, 0.25)
        canvas.lay(tint(rng, 0.6, 1), soft(np.maximum(np.abs(U - x) - wide, np.abs(V - .35) - .3) * SIZE[1]), "still")
    for _ in range(rng.integers(0, 3)):
        edge, wide = rng.uniform(0, 1), rng.uniform(0.08, 0.3)
        canvas.lay(folds(rng, tint(rng, .2, 1)), soft((np.abs(U - edge) - wide - 0.01 * np.sin(V * 12)) * SIZE[1]) * (V < rng.uniform(.6, 1.1)), "cloth")
    level = rng.uniform(0.55, 0.85)
    canvas.lay(planks(rng), soft((level - V) * SIZE[0]), "still")
    dark = rng.uniform(0.05, 0.6)
    if rng.random() < 0.5:
        canvas.picture *= dark
        for _ in range(rng.integers(1, 4)):
            candle(rng, canvas, level)
    elif rng.random() < 0.6:
        canvas.lay(*plume(rng), "smoke")
    return canvas


def candle(rng, canvas, level):
    x, wide, tall = rng.uniform(0.1, 0.9), rng.uniform(0.01, 0.04), rng.uniform(0.1, 0.3)
    foot = level + rng.uniform(0.02, 0.12)
    inside = soft(np.maximum(np.abs(U - x) - wide, np.maximum(foot - tall - V, V - foot)) * SIZE[1])
    canvas.lay(ramp(tint(rng, .5, .9), tint(rng, .1, .4), (V - foot + tall) / tall), inside, "still")
    height = rng.uniform(0.05, 0.14)
    up = (foot - tall - 0.01 - V) / height
    half = height * 0.22 * np.sin(np.pi * np.clip(up, 0, 1) ** 0.6)
    body = np.clip(1.4 - np.abs((U - x) * 1.5) / (half + 1e-4), 0, 1) * (up > 0) * (up < 1)
    canvas.picture += blurred(body, 18)[..., None] * np.array([.9, .5, .15])
    heat = body[..., None]
    canvas.lay(np.concatenate([np.ones_like(heat), .55 + .42 * heat, .15 + .6 * heat], -1), np.clip(body * 2, 0, 1), "flame")


def strands(rng, color, swirl=3.0):
    """Hair: fine light and dark lines that hang and bend together."""
    lines = noise(rng, rng.uniform(45, 100), rng.uniform(1.5, 4), 3)
    swirl *= rng.uniform(0.2, 1.5)
    lines = warp(lines, swirl * 4 * noise(rng, 2, 2, 2), 10 * noise(rng, 2, 2, 2))
    shine = np.exp(-((V - rng.uniform(0.1, 0.5)) / 0.1) ** 2) * rng.uniform(0, 0.5)
    return np.clip(np.asarray(color) * (1 + rng.uniform(0.2, 0.45) * lines + shine + 0.2 * noise(rng, 4, 2, 2))[..., None], 0, 1)


def portrait(rng):
    """Head and shoulders: long hair with strands, a face that is still, a dress with folds, a soft background."""
    background = blurred([sky(rng)[0], leaves(rng), rough(rng, tint(rng, .1, .8), .2, 3, 3)][rng.integers(3)], 12)
    canvas = Canvas(background, "other")
    x, y, r = rng.uniform(0.3, 0.7), rng.uniform(0.25, 0.5), rng.uniform(0.1, 0.2)
    down = (V - y) / r
    hair_color = rng.choice([[.08, .06, .05], [.25, .15, .08], [.55, .4, .2], [.75, .6, .35], [.5, .2, .08], [.6, .58, .55]]) * rng.uniform(0.7, 1.2)
    length, wide = rng.uniform(0.3, 3.5), rng.uniform(1.15, 1.7)
    blow = rng.uniform(-0.5, 0.5) * np.clip(down, 0, 4)
    reach = wide * np.where(down < 0, np.sqrt(np.clip(1 - (down / 1.35) ** 2, 0, 1)), 1 + rng.uniform(-0.05, 0.2) * down)
    edge = 0.06 * noise(rng, 30, 6, 3) * (1 + np.clip(down, 0, 3))
    hair_shape = soft(((np.abs((U - x) * 1.5 / r - blow) - reach - edge) * r * SIZE[0]), 5) * (down > -1.36) * soft((down - length - edge * 3) * r * SIZE[0], 12)
    hair = strands(rng, hair_color)
    canvas.lay(hair, hair_shape, "hair")
    shoulders = soft((np.abs(U - x) - 0.08 - r * 0.9 * np.clip((V - y - r * 1.3) / 0.08, 0, 1) ** 0.5) * SIZE[1]) * (V > y + r * 1.25)
    canvas.lay(folds(rng, tint(rng, .05, .95)), shoulders, "cloth")
    skin = rng.choice([[.9, .72, .6], [.8, .6, .47], [.6, .42, .3], [.4, .27, .2]]) * rng.uniform(0.85, 1.1)
    canvas.lay(skin * 0.85, soft((np.abs(U - x) * 1.5 - r * 0.4) * SIZE[0]) * (V > y) * (V < y + r * 1.5), "still")
    face = soft((np.hypot((U - x) * 1.5 / (r * 0.78), (V - y) / r) - 1) * r * SIZE[0])
    canvas.lay(skin * (1 - 0.25 * np.clip((U - x) / r * rng.choice([-1, 1]), -0.3, 1))[..., None], face, "still")
    for side in (-1, 1):
        eye = soft((np.hypot((U - x - side * r * 0.24) * 1.5, (V - y + r * 0.1) * 2) - r * 0.16) * SIZE[0])
        canvas.lay(tint(rng, .05, .3), eye, "still")
    canvas.lay(skin * [.9, .6, .6], soft((np.hypot((U - x) * 1.5, (V - y - r * 0.5) * 3) - r * 0.28) * SIZE[0]), "still")
    if rng.random() < 0.7:
        fringe = hair_shape * soft(((V - y) + r * rng.uniform(0.35, 0.8) - 0.3 * r * np.cos((U - x) / r * 2 + rng.uniform(-1, 1))) * SIZE[0], 6)
        canvas.lay(hair, fringe, "hair")
        sides = hair_shape * soft(-(np.abs(U - x) * 1.5 - r * rng.uniform(0.65, 0.95) + 0.03 * noise(rng, 4, 4)) * SIZE[0], 4)
        canvas.lay(hair, sides, "hair")
    return canvas


def fur(rng):
    color = rng.choice([[.5, .4, .3], [.3, .25, .2], [.7, .65, .6], [.6, .4, .2], [.2, .2, .22]])
    canvas = Canvas(blurred(sky(rng)[0], 10), "other")
    shape = np.hypot((U - rng.random()) / rng.uniform(.3, .8), (V - rng.random()) / rng.uniform(.3, .8)) + 0.05 * noise(rng, 20, 20, 3)
    coat = strands(rng, color, 5.0)
    patches = np.clip(noise(rng, 3, 3, 3), 0, 1)[..., None] * rng.uniform(0, 0.7)
    canvas.lay(coat * (1 - patches) + coat * tint(rng, .3, 1.2) * patches, soft((shape - 1) * 60, 6), "hair")
    return canvas


def written(rng):
    """A page, a sign or a wall: rows of glyph-like strokes, bricks or flat blocks. Nothing here moves."""
    paper, ink = tint(rng, .6, 1), tint(rng, 0, .4)
    if rng.random() < 0.4:
        paper, ink = ink, paper
    image = Image.new("RGB", (SIZE[1], SIZE[0]), tuple(int(c * 255) for c in paper))
    draw, fill = ImageDraw.Draw(image), tuple(int(c * 255) for c in ink)
    kind, step = rng.integers(3), int(rng.integers(8, 40))
    for top in range(0, SIZE[0], step):
        shift = step if (top // step) % 2 else 0
        for left in range(0, SIZE[1], step if kind == 0 else step * 2):
            if kind == 0 and rng.random() < 0.85:
                points = [(left + rng.uniform(0, .8) * step, top + rng.uniform(.1, .75) * step) for _ in range(3)]
                draw.line(points, fill=fill, width=max(1, step // 8))
            elif kind == 1:
                draw.rectangle([left - shift, top, left - shift + step * 2 - 2, top + step - 2], fill=tuple(int(c * 255) for c in np.clip(paper * rng.uniform(.8, 1.1), 0, 1)), outline=fill)
            elif kind == 2 and rng.random() < 0.5:
                draw.rectangle([left, top, left + step * rng.uniform(.5, 4), top + step * rng.uniform(.5, 4)], fill=tuple(int(c) for c in rng.integers(0, 255, 3)))
    picture = np.asarray(image.filter(ImageFilter.GaussianBlur(rng.uniform(0, 1)))).astype(np.float32) / 255
    return Canvas(np.clip(picture * (1 + 0.15 * noise(rng, 2, 2)[..., None]), 0, 1), "still")


def boards(rng):
    return Canvas(planks(rng), "still")


def abstract(rng):
    """Blurred blots and gradients without meaning."""
    picture = ramp(tint(rng, 0, 1), tint(rng, 0, 1), U * rng.uniform(-1, 1) + V * rng.uniform(-1, 1) + 0.5)
    for _ in range(rng.integers(1, 6)):
        shape = np.hypot((U - rng.random()) / rng.uniform(.05, .6), (V - rng.random()) / rng.uniform(.05, .6))
        alpha = soft((shape - 1) * 60, rng.choice([2, 60]))[..., None]
        picture = picture * (1 - alpha) + tint(rng, 0, 1) * alpha
    return Canvas(np.clip(picture, 0, 1), "other")


SCENES = {landscape: 8, waterfall: 4, city: 4, flag: 2, room: 4, portrait: 6, fur: 1, written: 2, boards: 1, abstract: 2}
LAYERS = {"flame": flame, "smoke": plume, "waterfall": falls, "lights": lambda rng: lamp(rng, rng.random(), rng.random())}


def scene(rng):
    """One picture of a random kind: FLOAT32 [h,w,3] 0..1 and its classes UINT8 [h,w]."""
    makers, weights = list(SCENES), np.array(list(SCENES.values()), float)
    canvas = makers[rng.choice(len(makers), p=weights / weights.sum())](rng)
    grain = rng.standard_normal(SIZE + (1,)).astype(np.float32) * rng.uniform(0, 0.03)
    return np.clip(canvas.picture + grain, 0, 1).astype(np.float32), canvas.classes
