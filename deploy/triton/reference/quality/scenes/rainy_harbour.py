"""A harbour street in the rain, at dusk: drawn in one-point perspective, in metres."""
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from scipy.ndimage import map_coordinates

from .canvas import Canvas, ramp, smooth

FOCAL, CENTER, EYE = 560, (402, 236), 1.7  # units, units, metres above the road
WALL, QUAY, SEA = -4.4, 2.6, -0.9  # x of the house fronts and of the quay's edge, height of the water
LAMPLIGHT = np.array([1.0, 0.72, 0.38])
LAMPS = (7.0, 12.0, 19.0, 30.0, 46.0)
HOUSES = ((4.0, 10.4, 8.2, (0.50, 0.20, 0.15)), (10.4, 13.8, 9.4, (0.60, 0.47, 0.24)), (13.8, 17.6, 8.0, (0.24, 0.33, 0.42)), (17.6, 22.5, 9.8, (0.55, 0.52, 0.46)),
          (22.5, 28.0, 8.4, (0.45, 0.24, 0.18)), (28.0, 36.0, 9.2, (0.33, 0.40, 0.32)), (36.0, 60.0, 8.6, (0.42, 0.38, 0.36)))


def harbour(height=512, width=768, seed=21):
    """House fronts with a sign at the left, a wet road, lamps along a quay, boats on the water at the right.

    Returns FLOAT [H,W,3] in 0..1 and the true regions as a dict of boolean [H,W].
    """
    c = Canvas(height, width, seed)
    sky(c)
    far_shore(c)
    below = np.maximum(c.y - CENTER[1], 0.05)
    depth, across = FOCAL * EYE / below, (c.x - CENTER[0]) * EYE / below
    road = (c.y > CENTER[1] + 9) & (across < QUAY) & (across > WALL)
    sea_depth = FOCAL * (EYE - SEA) / below
    sea = (c.y > CENTER[1] + 2) & ((c.x - CENTER[0]) * sea_depth / FOCAL > QUAY) & ~road
    board = letters()
    front, on_wall, glass, sign = house_fronts(c, board)
    c.picture = np.where(on_wall[..., None], front, c.picture)
    water(c, sea, sea_depth)
    street(c, road, depth, across, board)
    wall_of_quay(c, road, sea)
    boats, sails = fleet(c)
    posts, heads = lamps(c, road)
    c.cover((0.36, 0.40, 0.46), 0.36 * np.exp(-((c.y - CENTER[1]) / 60) ** 2) * smooth(c.x, 250, 400))
    rainfall(c)
    picture = c.finish(0.006, 0.35)
    free = (boats < 0.03) & (posts < 0.03) & (heads < 0.05)
    return picture, {
        "sky": (c.y < 150) & ~on_wall & free & (c.x > 300), "water": sea & free & (c.y > CENTER[1] + 8), "ground": road & free & (c.y > CENTER[1] + 16),
        "lights": (heads > 0.7) | (glass & free), "cloth": sails > 0.9, "sign": sign & free, "still": (on_wall & ~glass & free) | ((posts > 0.9) & (heads < 0.05))}


def sky(c):
    cloud = c.noise((50, 150), 6)
    tone = ramp(np.clip(c.y / CENTER[1] + 0.10 * cloud, 0, 1), ((0, (0.13, 0.17, 0.24)), (0.5, (0.24, 0.29, 0.36)), (0.85, (0.46, 0.47, 0.50)), (1, (0.66, 0.58, 0.53))))
    c.picture = tone * (1 + 0.10 * cloud)[..., None]


def far_shore(c):
    for base, rough, tone in ((196, 24, (0.33, 0.37, 0.43)), (220, 10, (0.22, 0.26, 0.31))):
        line = base + rough * np.interp(c.x[0], np.linspace(0, c.wide, 30), np.convolve(c.rng.standard_normal(34), np.ones(5) / 3, "valid"))
        c.cover(tone, c.inside(line[None] - c.y) * (c.y < CENTER[1] + 2))
    for at in c.rng.uniform(430, c.wide, 40):
        level = CENTER[1] - c.rng.uniform(1, 15)
        c.glow(LAMPLIGHT * c.rng.uniform(0.6, 1), 0.8 * np.exp(-((c.x - at) ** 2 + (c.y - level) ** 2) / 1.3) + 0.15 * np.exp(-((c.x - at) ** 2 + (c.y - level) ** 2) / 30))


def letters():
    """The sign over the first house's door as a texture FLOAT [h,w,3]."""
    image = Image.new("RGB", (960, 150), (22, 46, 44))
    draw = ImageDraw.Draw(image)
    draw.rectangle((8, 8, 951, 141), outline=(205, 170, 90), width=6)
    draw.text((480, 74), "HARBOUR INN", fill=(238, 214, 150), font=ImageFont.load_default(118), anchor="mm")
    return np.asarray(image, float) / 255


def facade(z, h, grain, board):
    """Colour of the house fronts at distance z and height h (metres): (image, alpha, glass, sign), all of z's shape."""
    color, alpha = np.zeros((*z.shape, 3)), np.zeros(z.shape, bool)
    glass, sign = np.zeros(z.shape, bool), np.zeros(z.shape, bool)
    lit = np.random.default_rng(4).random((9, 12, 4)) < 0.42
    for i, (near, far, eaves, paint) in enumerate(HOUSES):
        here = (z >= near) & (z < far)
        along = (z - near) / (far - near)
        top = eaves + (2.3 * (1 - np.abs(2 * along - 1)) if i % 2 == 0 else 0.35 * (1 + (np.abs(2 * along - 1) < 0.5)))
        here &= h < top
        course = np.where((h / 0.16 % 1 < 0.12) | ((z / 0.42 + np.floor(h / 0.16) % 2 * 0.5) % 1 < 0.06), 0.82, 1.0) if i % 2 == 0 else np.where(h / 0.30 % 1 < 0.10, 0.80, 1.0)
        tone = np.array(paint) * ((0.72 + 0.12 * grain) * course * (0.75 + 0.25 * smooth(h, 0, 2)))[..., None]
        tone = np.where((np.abs(h - top) < 0.22)[..., None] | (np.abs(z - near) < 0.07)[..., None], np.array([0.74, 0.70, 0.62]) * 0.55, tone)
        columns = max(2, round((far - near) / 1.5))
        cell, floor = along * columns, (h - 0.9) / 2.35
        du, dv = np.abs(cell % 1 - 0.5) * (far - near) / columns, np.abs(floor % 1 - 0.44) * 2.35
        storey = np.clip(np.floor(floor), 0, 3).astype(int)
        inner = (h > 0.9) & (h < eaves - 0.5)
        frame, pane = inner & (du < 0.48) & (dv < 0.80), inner & (du < 0.40) & (dv < 0.72) & (du > 0.025) & (np.abs(dv - 0.25) > 0.025)
        bright = lit[i, np.clip(np.floor(cell), 0, 11).astype(int), storey] | (storey == 0)
        warm = np.array([1.0, 0.74, 0.36]) * (0.62 + 0.34 * np.exp(-(dv / 0.5) ** 2))[..., None] * (0.86 + 0.14 * (du > 0.22))[..., None]
        tone = np.where(frame[..., None], np.array([0.60, 0.57, 0.50]), tone)
        tone = np.where(pane[..., None], np.where(bright[..., None], warm, np.array([0.10, 0.13, 0.17])), tone)
        if i < 4:
            door = (h < 2.2) & (np.abs(far - 0.85 - z) < 0.46)
            tone = np.where(door[..., None], np.array([0.10, 0.19, 0.17]) if i != 1 else np.array([0.30, 0.08, 0.07]), tone)
            pane = pane & ~door
        color = np.where(here[..., None], tone, color)
        glass |= here & pane & bright
        alpha |= here
    sign = alpha & (z > 6.42) & (z < 10.1) & (h > 2.72) & (h < 3.36)
    sampled = np.stack([map_coordinates(board[..., k], [np.clip((3.36 - h) / 0.64, 0, 1) * 149, np.clip((z - 6.42) / 3.68, 0, 1) * 959], order=1) for k in range(3)], -1)
    color = np.where(sign[..., None], sampled, color)
    return color * (0.80 + 0.75 * np.exp(-((z - 8.5) / 3.2) ** 2) * np.exp(-((h - 2.5) / 2.5) ** 2))[..., None], alpha, glass & ~sign, sign


def house_fronts(c, board):
    """The fronts as they are seen: averaged over 3x3 rays per pixel; masks where most rays agree."""
    parts = []
    grain = c.noise(5, 4)
    for sy in (-1, 0, 1):
        for sx in (-1, 0, 1):
            x, y = c.x + sx / 3 / c.unit, c.y + sy / 3 / c.unit
            z = FOCAL * -WALL / np.maximum(CENTER[0] - x, 0.5)
            h = EYE - (y - CENTER[1]) * z / FOCAL
            color, alpha, glass, sign = facade(np.where(x < CENTER[0], z, 1e3), h, grain, board)
            parts.append(np.concatenate([np.where(alpha[..., None], color, c.picture), alpha[..., None] & (h > 0)[..., None], glass[..., None], sign[..., None]], -1))
    mean = np.mean(parts, 0)
    haze = smooth(FOCAL * -WALL / np.maximum(CENTER[0] - c.x, 0.5), 10, 60)[..., None] * 0.62
    return mean[..., :3] * (1 - haze) + np.array([0.44, 0.46, 0.50]) * haze, mean[..., 3] > 0.5, mean[..., 4] > 0.6, mean[..., 5] > 0.9


def water(c, sea, depth):
    tile = c.tile()
    side = (c.x - CENTER[0]) * depth / FOCAL
    ripple = tile(depth * 14, side * 9) + 0.6 * tile(depth * 34 + 50, side * 22)
    near = np.clip(4 / depth, 0, 1)
    rows = np.clip(2 * CENTER[1] - c.y + 2 + ripple * 26 * near, 0, CENTER[1] - 1) * c.unit
    columns = np.clip(c.x + ripple * 10 * near, 0, c.wide - 1) * c.unit
    mirror = c.picture[rows.astype(int), columns.astype(int)]
    color = mirror * 0.72 + np.array([0.010, 0.030, 0.042]) + (smooth(ripple, 0.8, 2.4) * 0.13)[..., None] - (smooth(-ripple, 0.6, 2.2) * 0.07)[..., None]
    for z in LAMPS:
        at, _, scale = project(QUAY - 0.35, 3.7, z)
        streak = np.exp(-((c.x - at - 26 * scale / 80) / (2.5 + 13 * near)) ** 2) * smooth(ripple, -0.2, 1.4) * np.exp(-((c.y - CENTER[1]) / 190))
        color = color + streak[..., None] * LAMPLIGHT * 0.8
    c.picture = np.where(sea[..., None], color, c.picture)


def street(c, road, depth, across, board):
    """Cobbles under a film of water: their own tone, and the mirror image of the fronts and of the sky."""
    tile = c.tile()
    row = np.floor(depth / 0.30)
    u, v = (across / 0.22 + row % 2 * 0.5) % 1, depth / 0.30 % 1
    visible = smooth(depth, 26, 6)
    joint = 1 - 0.55 * visible * np.maximum(smooth(np.abs(u - 0.5), 0.34, 0.5), smooth(np.abs(v - 0.5), 0.36, 0.5))
    own = 1 + 0.16 * visible * tile(np.floor(depth / 0.30) * 9.7, np.floor(across / 0.22 + row % 2 * 0.5) * 7.3)
    puddle = smooth(tile(depth * 7, across * 12), 0.1, 1.0)
    bump = (tile(depth * 60, across * 60) + 0.8 * (u - 0.5)) * (1 - 0.8 * puddle) * 0.20
    z = FOCAL * -WALL / np.maximum(CENTER[0] - c.x + bump * 26, 0.5)
    h = -(EYE - (c.y - CENTER[1] + 30 * bump) * z / FOCAL)
    mirror, hit, _, _ = facade(np.where(c.x < CENTER[0], z, 1e3), np.maximum(h, 0), np.zeros_like(z), board)
    rows = np.clip(2 * CENTER[1] - c.y, 0, CENTER[1] - 2) * c.unit
    above = c.picture[rows.astype(int), np.arange(c.width)[None].repeat(c.height, 0)]
    mirror = np.where(hit[..., None], mirror, c.blur(above, 3))
    shine = (0.26 + 0.46 * puddle + 0.20 * smooth(depth, 4, 30))[..., None]
    color = np.array([0.135, 0.140, 0.155]) * (joint * own)[..., None] * (1 - 0.5 * shine) + mirror * shine * (0.55 + 0.45 * joint[..., None])
    for z_lamp in LAMPS:
        at, foot, scale = project(QUAY - 0.35, 0, z_lamp)
        down = np.clip((c.y - foot) / (3.7 * scale), -0.2, 4)
        streak = np.exp(-((c.x - at + bump * 60) / (2.2 + 0.10 * scale)) ** 2) * np.exp(-((down - 0.95) / 0.62) ** 2) * (0.40 + 0.60 * puddle) * joint
        pool = np.exp(-np.hypot(across - QUAY + 0.35, (depth - z_lamp) / 1.4) / 1.5) * 0.34 * joint * own
        color = color + (streak * 0.8 + pool)[..., None] * LAMPLIGHT
    c.picture = np.where(road[..., None], color, c.picture)


def project(side, level, z):
    """(x, y, units per metre) of a point at `side` metres right, `level` above the road, z ahead."""
    scale = FOCAL / z
    return CENTER[0] + side * scale, CENTER[1] + (EYE - level) * scale, scale


def wall_of_quay(c, road, sea):
    edge = [project(QUAY, 0, z)[:2] for z in (60, 3)] + [project(QUAY, -0.12, z)[:2] for z in (3, 60)]
    kerb = [project(QUAY - 0.34, 0, z)[:2] for z in (60, 3)] + [project(QUAY, 0, z)[:2] for z in (3, 60)]
    image, alpha = c.strokes([(edge, (0.07, 0.075, 0.085)), (kerb, (0.30, 0.30, 0.31))])
    c.cover(image, alpha * (c.y > CENTER[1] + 6))


def fleet(c):
    """Three moored boats with masts; one has its sail half up: (boats, sails) as alpha."""
    shapes, cloth = [], []
    for side, z, size, paint in ((16.5, 36, 1.1, (0.30, 0.33, 0.38)), (12.6, 23, 1.15, (0.46, 0.16, 0.13)), (7.7, 14.5, 1.0, (0.14, 0.26, 0.36))):
        def at(dx, h):
            return project(side + dx * size, SEA + h * size, z)[:2]
        scale = FOCAL / z * size
        shapes += [((at(-2.3, 0), at(-2.9, 1.0), at(2.6, 1.15), at(2.0, 0)), paint), ((at(-2.9, 1.0), at(-2.85, 0.84), at(2.55, 0.98), at(2.6, 1.15)), (0.80, 0.77, 0.70)),
                   ((at(-1.2, 1.0), at(-1.0, 1.75), at(0.5, 1.75), at(0.75, 1.05)), (0.62, 0.60, 0.56)), ((at(-0.8, 1.25), at(-0.7, 1.58), at(0.3, 1.58), at(0.45, 1.28)), (0.95, 0.72, 0.36)),
                   ((at(1.1, 1.0), at(1.1, 6.6)), (0.16, 0.13, 0.12), max(1.2, 0.10 * scale)), ((at(1.1, 6.5), at(-2.8, 1.1)), (0.20, 0.20, 0.21), 0.8), ((at(1.1, 6.5), at(2.5, 1.2)), (0.20, 0.20, 0.21), 0.8)]
        if z < 30:
            cloth.append(((at(1.0, 6.0), at(0.95, 2.1), at(-1.7, 2.25), at(-0.6, 4.0)), (0.70, 0.65, 0.56)))
        mirror = [((at(-2.2, 0), at(-2.6, -0.85), at(2.3, -0.95), at(2.0, 0)), tuple(0.45 * np.array(paint)))]
        image, alpha = c.strokes(mirror)
        c.cover(image, c.blur(alpha, 1.5) * 0.75 * (0.75 + 0.25 * np.sin(c.y * 1.1)))
    image, boats = c.strokes(shapes)
    c.cover(image * (0.9 + 0.06 * c.noise(9, 3))[..., None], boats)
    image, sails = c.strokes(cloth)
    folds = 1 + 0.13 * np.sin((c.x + 0.5 * c.y) / 5.5 + 1.5 * c.noise(40, 2))
    c.cover(image * folds[..., None], sails)
    return np.maximum(boats, sails), sails


def lamps(c, road):
    """Cast-iron lamps along the quay with halos in the wet air: (posts, heads) as alpha."""
    posts, heads = [], np.zeros_like(c.x)
    for z in LAMPS[::-1]:
        def at(dx, h):
            return project(QUAY - 0.35 + dx, h, z)[:2]
        posts += [((at(-0.05, 0), at(-0.035, 3.45), at(0.035, 3.45), at(0.05, 0)), (0.035, 0.04, 0.045)), ((at(-0.14, 0), at(-0.10, 0.5), at(0.10, 0.5), at(0.14, 0)), (0.035, 0.04, 0.045)),
                  ((at(-0.20, 3.98), at(0, 4.22), at(0.20, 3.98)), (0.035, 0.04, 0.045)), ((at(-0.16, 3.44), at(0.16, 3.44), at(0.16, 3.50), at(-0.16, 3.50)), (0.035, 0.04, 0.045))]
    image, alpha = c.strokes(posts)
    c.cover(image, alpha)
    for z in LAMPS[::-1]:
        def at(dx, h):
            return project(QUAY - 0.35 + dx, h, z)[:2]
        pane = c.mask((at(-0.11, 3.50), at(-0.18, 3.96), at(0.18, 3.96), at(0.11, 3.50)))
        c.cover((1.0, 0.90, 0.66), pane)
        px, py, scale = project(QUAY - 0.35, 3.73, z)
        off = np.hypot(c.x - px, c.y - py) / scale
        c.glow(LAMPLIGHT, np.clip(0.55 * np.exp(-(off / 0.30) ** 2) + 0.26 * np.exp(-off / 0.75), 0, 1))
        heads = np.maximum(heads, pane)
    return alpha, heads


def rainfall(c):
    """Fine slanting streaks, seen best before dark ground, and rings where drops strike the near road."""
    shapes = []
    for _ in range(620):
        px, py, length = c.rng.uniform(0, c.wide), c.rng.uniform(-10, 512), c.rng.uniform(7, 22)
        shapes.append((((px, py), (px - 0.13 * length, py + length)), (1, 1, 1), 0.55))
    _, alpha = c.strokes(shapes)
    c.cover((0.74, 0.78, 0.84), alpha * 0.16)
