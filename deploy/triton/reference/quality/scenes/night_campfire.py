"""A campfire by a lake at night."""
import numpy as np

from .canvas import Canvas, leaf, ramp, smooth

HORIZON, FIRE = 246, (396, 432)
FIRELIGHT = np.array([1.0, 0.52, 0.18])


def campfire(height=512, width=768, seed=3):
    """Sky with stars and cloud, hills, a lake, two trees, a shore with stones, logs and a pan, fire and smoke.

    Returns FLOAT [H,W,3] in 0..1 and the true regions as a dict of boolean [H,W].
    """
    c = Canvas(height, width, seed)
    x, y = c.x, c.y
    sky(c)
    hills = far_hills(c)
    shore = 366 + 9 * np.sin(x / 80) + 4 * np.sin(x / 31 + 1)
    lake = (y >= HORIZON) & (y < shore)
    water(c, lake, shore)
    ground = c.inside(shore - y)
    light = np.exp(-np.hypot((x - FIRE[0]) / 210, (y - FIRE[1] - 14) / 70))
    shore_ground(c, ground, shore, light)
    trunks, leaves = trees(c, light)
    smoke = plume(c, 1 - 0.85 * leaves)
    stones, logs = hearth(c)
    pan = skillet(c)
    flame = fire(c)
    picture = c.finish(0.007)
    open_air = (leaves < 0.05) & (trunks < 0.05) & (flame < 0.04)
    solid = (np.maximum.reduce([stones, pan, trunks * (y > 215), hills]) > 0.95) & (leaves < 0.05) & (smoke < 0.12) & (flame < 0.04)
    near_solid = c.blur(solid.astype(float), 3) > 0.02
    return picture, {
        "flame": flame > 0.42, "smoke": (smoke > 0.16) & open_air, "foliage": leaves > 0.9, "still": solid,
        "water": lake & open_air & (smoke < 0.06) & ~near_solid, "sky": (y < HORIZON - 4) & (hills < 0.02) & open_air & (smoke < 0.04),
        "ground": (ground > 0.99) & open_air & ~near_solid & (logs < 0.05)}


def sky(c):
    x, y = c.x, c.y
    c.picture = ramp(y / HORIZON, ((0, (0.030, 0.050, 0.125)), (0.55, (0.075, 0.120, 0.24)), (0.9, (0.19, 0.22, 0.32)), (1, (0.34, 0.28, 0.30))))
    band = np.exp(-((x - 300 - (y - 100) * 1.5) / 95) ** 2) * np.clip(0.62 + 0.34 * c.noise(70, 6), 0, 1.4)
    c.picture += band[..., None] * np.array([0.10, 0.10, 0.14])
    cloud = smooth(c.noise((46, 150), 6), 0.35, 2.0) * smooth(y, 60, 200)
    c.cover((0.22, 0.22, 0.28), cloud * 0.5)
    faint = c.rng.random(x.shape) ** 3 * (c.rng.random(x.shape) > 0.996) * (1 - smooth(y, 120, HORIZON)) * (0.5 + band)
    c.glow((0.85, 0.9, 1.0), np.clip(c.blur(faint, 0.45 / c.unit) * 4.5, 0, 0.9))
    for _ in range(70):
        at = c.rng.uniform((0, 0), (c.wide, 190))
        distance = np.hypot(x - at[0], y - at[1])
        tint = c.rng.uniform(0.75, 1, 3)
        c.glow(tint, np.exp(-(distance / 0.85) ** 2) * c.rng.uniform(0.3, 1) + 0.10 * np.exp(-(distance / 3.2) ** 2) * c.rng.random())
    c.picture *= (1 - 0.75 * cloud * 0.4)[..., None]


def far_hills(c):
    """Two ridges with haze between, and a line of spruces on the nearer shore."""
    total = np.zeros_like(c.x)
    for base, rough, tone in ((200, 26, (0.105, 0.125, 0.185)), (222, 15, (0.058, 0.075, 0.115))):
        line = base - rough * np.interp(c.x[0], np.linspace(0, c.wide, 40), np.convolve(c.rng.standard_normal(46), np.ones(7) / 3.2, "valid"))
        ridge = c.inside(line[None] - c.y) * (c.y < HORIZON)
        haze = smooth(c.y, base - 20, HORIZON)[..., None]
        c.cover(np.array(tone) * (1 - haze * 0.4) + np.array([0.15, 0.16, 0.21]) * haze * 0.4, ridge)
        total = np.maximum(total, ridge)
    spruces = []
    for at in np.sort(c.rng.uniform(-10, c.wide + 10, 150)):
        tall = c.rng.uniform(9, 30) * (1 - 0.5 * np.exp(-((at - 390) / 130) ** 2))
        tone = np.array([0.020, 0.030, 0.040]) * c.rng.uniform(0.7, 1.5)
        for k in range(6):
            top, low = HORIZON - tall * (1 - k / 6), HORIZON - tall * (1 - (k + 1.7) / 6)
            half = tall * 0.05 * (k + 1.2)
            spruces.append((((at, top), (at - half, min(low, HORIZON)), (at + half, min(low, HORIZON))), tone))
    image, alpha = c.strokes(spruces)
    c.cover(image, alpha)
    bank = c.inside(HORIZON - 5 - c.y) * (c.y < HORIZON)
    c.cover((0.020, 0.028, 0.036), bank)
    return np.maximum.reduce([total, alpha, bank])


def water(c, lake, shore):
    """The sky's mirror image, broken by ripples that grow towards the viewer, with the fire's path of light."""
    x, y = c.x, c.y
    near = np.clip((y - HORIZON) / 120, 0.004, 1)
    tile = c.tile()
    v, u = 60 * np.log(near + 0.03) * 2, (x - 384) * 0.55 / (near + 0.12)
    ripple = tile(v * 2.2, u * 0.35) + 0.5 * tile(v * 5 + 40, u * 0.9)
    rows = np.clip(2 * HORIZON - y + ripple * 10 * near, 0, HORIZON - 1.5) * c.unit
    columns = np.clip(x + ripple * 5 * near, 0, c.wide - 1) * c.unit
    mirror = c.picture[rows.astype(int), columns.astype(int)]
    color = mirror * (0.92 - 0.35 * near[..., None]) + np.array([0.004, 0.012, 0.026])
    color += (smooth(ripple, 0.7, 2.4) * (0.05 + 0.06 * (1 - near)))[..., None] * np.array([0.6, 0.75, 1.0])
    path = np.exp(-((x - FIRE[0]) / (26 + 62 * (1 - near))) ** 2) * (0.25 + 0.75 * near)
    color += (path * np.clip(0.22 + 0.95 * smooth(ripple, -0.1, 1.5), 0, 1.2))[..., None] * FIRELIGHT * np.array([1, 0.85, 0.6])
    c.picture = np.where(lake[..., None], color, c.picture)
    c.cover((0.30, 0.34, 0.42), np.exp(-((y - HORIZON) / 1.6) ** 2) * 0.22 * (y > HORIZON - 3))


def shore_ground(c, ground, shore, light):
    x, y = c.x, c.y
    near = np.clip((y - 330) / 180, 0.1, 1)
    tile = c.tile()
    soil = tile(200 * np.log(near), (x - 384) / near * 0.55)
    fine = tile(700 * np.log(near) + 9, (x - 384) / near * 2.1)
    color = np.array([0.040, 0.043, 0.052]) * (1 + 0.30 * soil + 0.22 * fine)[..., None]
    color = color + (light * np.clip(0.62 + 0.24 * soil + 0.26 * fine, 0.05, 2))[..., None] * np.array([0.80, 0.45, 0.21])
    wet = np.exp(-((y - shore) / 5) ** 2)
    c.cover(color * (1 - 0.55 * wet[..., None]), ground)
    pebbles = []
    for _ in range(520):
        py = 512 - 140 * c.rng.random() ** 1.3
        px, size = c.rng.uniform(0, c.wide), (py - 330) / 180 * c.rng.uniform(1.2, 4.2)
        lit = np.exp(-np.hypot((px - FIRE[0]) / 210, (py - FIRE[1] - 14) / 70))
        tone = c.rng.uniform(0.6, 1.2) * (np.array([0.06, 0.062, 0.07]) + lit * np.array([0.60, 0.36, 0.19]))
        a = np.linspace(0, 2 * np.pi, 9)[:-1]
        ring = np.stack([px + size * np.cos(a), py + size * 0.55 * np.sin(a)], 1)
        pebbles += [(ring + [0, size * 0.28], tone * 0.28), (ring, tone)]
    grass = []
    for _ in range(900):
        px = c.rng.choice([c.rng.normal(75, 60), c.rng.normal(700, 60), c.rng.uniform(0, c.wide)], p=[0.4, 0.4, 0.2])
        py = 512 - 130 * c.rng.random() ** 2
        lean, tall = c.rng.normal(0, 5), c.rng.uniform(6, 17) * (py - 300) / 190
        lit = np.exp(-np.hypot((px - FIRE[0]) / 230, (py - FIRE[1] - 14) / 90))
        tone = c.rng.uniform(0.7, 1.3) * (np.array([0.030, 0.042, 0.036]) + lit * np.array([0.42, 0.33, 0.10]))
        grass.append((((px, py), (px + lean * 0.4, py - tall * 0.6), (px + lean, py - tall)), tone, 1.0))
    for shapes in (pebbles, grass):
        image, alpha = c.strokes(shapes)
        c.cover(image, alpha * ground)


def trees(c, light):
    """Two trees at the sides: (trunks, leaves) as alpha [H,W]."""
    x, y = c.x, c.y
    trunks, shapes = np.zeros_like(x), []
    bark = c.noise((26, 4), 4)
    for side, at, foot in ((1, 74, 462), (-1, 694, 458)):
        middle = at + 7 * np.sin(y / 95 + side) + side * 0.02 * (y - 300)
        half = 11 + 6 * np.exp((y - foot) / 26) + y / 90
        trunk = c.inside(np.abs(x - middle) - half) * c.inside(y - foot - 5 * np.cos((x - middle) / half))
        turn = np.clip((x - middle) / half, -1, 1)
        lit = np.clip(side * turn * 0.9 + 0.35, 0, 1) * smooth(y, 90, 400)
        color = np.array([0.035, 0.035, 0.042])[None, None] * (1 + 0.4 * bark[..., None]) + (lit * np.clip(0.55 + 0.4 * bark, 0.05, 2))[..., None] * FIRELIGHT * np.array([0.62, 0.60, 0.60])
        c.cover(color, trunk)
        trunks = np.maximum(trunks, trunk)
        for reach, rise in ((75, 120), (50, 165), (-60, 140), (80, 90), (-70, 90)):
            start = np.array([at, 250 - rise * 0.2])
            end = start + [side * reach, -rise]
            shapes.append(((start, (start + end) / 2 + [0, 12], end), (0.03, 0.028, 0.03), 5))
        for cx, cy, r in [(at + side * dx, dy, r) for dx, dy, r in ((10, 60, 92), (80, 40, 70), (95, 105, 56), (45, 140, 58), (-45, 120, 64), (-60, 40, 80), (120, 60, 34), (20, 180, 36))]:
            for _ in range(int(r * r / 10)):
                a, q = c.rng.uniform(0, 2 * np.pi), r * c.rng.random() ** 0.62
                px, py = cx + q * np.cos(a), cy + q * np.sin(a) * 0.82
                under = smooth(py, cy - r * 0.4, cy + r)
                warm = under * np.clip(1.25 - np.hypot(px - FIRE[0], py - FIRE[1]) / 520, 0, 1) * c.rng.random() ** 0.7
                cold = (1 - under) * c.rng.random() ** 2
                tone = np.array([0.034, 0.052, 0.040]) + warm * np.array([0.66, 0.50, 0.12]) + cold * np.array([0.075, 0.125, 0.125])
                shapes.append((leaf(px, py, c.rng.uniform(6, 11), c.rng.uniform(2.6, 4.6), c.rng.uniform(0, 2 * np.pi)), tone))
    image, leaves = c.strokes(shapes)
    c.cover(image, leaves)
    return trunks * (1 - leaves), leaves


def plume(c, seen):
    x, y = c.x, c.y
    rise = np.clip((FIRE[1] - 96 - y) / (FIRE[1] - 96), 0, 1)
    middle = FIRE[0] + 58 * rise ** 1.2 + 17 * np.sin(y / 46 + 0.6) * rise
    curl = c.noise(46, 5)
    turned = c.noise(20, 4)
    off = (x - middle + curl * 15 * rise) / (9 + 66 * rise)
    alpha = np.exp(-off ** 2) * smooth(rise, 0, 0.12) * (1 - 0.62 * rise) * np.clip(0.68 + 0.34 * curl + 0.18 * turned, 0, 1.1) * 0.80 * seen
    color = ramp(rise, ((0, (0.62, 0.42, 0.28)), (0.3, (0.40, 0.35, 0.33)), (1, (0.24, 0.25, 0.30)))) * (1 + 0.13 * turned[..., None])
    c.cover(color, np.clip(alpha, 0, 1))
    return alpha


def hearth(c):
    """A ring of stones with logs in it; stones are spheres lit by the fire."""
    x, y = c.x, c.y
    grain = c.noise(4, 3)
    stones, logs = np.zeros_like(x), np.zeros_like(x)

    def stone(angle):
        px, py, r = FIRE[0] + 80 * np.cos(angle), FIRE[1] + 12 + 25 * np.sin(angle), c.rng.uniform(11, 17)
        dx, dy = (x - px) / r, (y - py) / (r * 0.78)
        q = np.clip(1 - dx * dx - dy * dy, 0, 1) ** 0.5
        toward = np.array([FIRE[0] - px, FIRE[1] - 44 - py, 26.0])
        toward /= np.linalg.norm(toward)
        lit = np.clip(dx * toward[0] + dy * toward[1] + q * toward[2], 0, 1)
        alpha = c.inside((np.hypot(dx, dy) - 1) * r * 0.85)
        c.cover((0.01, 0.01, 0.012), c.inside((np.hypot(dx, dy - 0.35) - 1.05) * r, 5) * 0.6)
        c.cover((np.array([0.07, 0.07, 0.085]) + (lit ** 1.2)[..., None] * np.array([0.84, 0.52, 0.30])) * (1 + 0.10 * grain[..., None]), alpha)
        np.maximum(stones, alpha, out=stones)

    for angle in np.linspace(np.pi * 1.04, np.pi * 1.96, 7):
        stone(angle)
    for tilt, length, lift in ((-0.42, 58, 2), (0.36, 60, 0), (0.02, 50, 9)):
        along = (x - FIRE[0]) * np.cos(tilt) + (y - FIRE[1] - lift) * np.sin(tilt)
        across = -(x - FIRE[0]) * np.sin(tilt) + (y - FIRE[1] - lift) * np.cos(tilt)
        log = c.inside(np.abs(across) - 7.5) * c.inside(np.abs(along) - length)
        round_ = np.clip(1 - (across / 7.5) ** 2, 0, 1) ** 0.5
        char = smooth(np.abs(along), 8, 46)
        color = np.array([0.10, 0.055, 0.035]) * (0.5 + round_ + 0.25 * grain)[..., None] + (np.clip(0.9 - across / 9, 0, 1) * char)[..., None] * FIRELIGHT * 0.30
        color = color + ((1 - char) * smooth(grain, 0.2, 1.6))[..., None] * np.array([0.95, 0.32, 0.05])
        c.cover(color, log)
        logs = np.maximum(logs, log)
    for angle in np.linspace(np.pi * 0.03, np.pi * 0.97, 8):
        stone(angle)
    return stones, logs


def fire(c):
    """Tongues around a hot core, carved by rising wisps; light added, with a glow around. Intensity [H,W]."""
    x, y = c.x, c.y
    up = (FIRE[1] + 4 - y) / 100
    curl, wisp = c.noise((34, 15), 4), c.noise((44, 7), 4)
    heat = np.zeros_like(x)
    for dx, tall, wide, lean in ((-30, 0.78, 12, -4), (-15, 1.12, 15, 5), (2, 1.5, 18, -5), (18, 1.22, 14, 8), (33, 0.72, 12, 3)):
        t = np.clip(up / tall, 0, 1)
        middle = FIRE[0] + dx * (1 - 0.55 * t) + lean * np.sin(t * 5 + dx) * t + curl * 8 * t
        half = wide * (0.55 + 1.1 * t) * (1 - t) ** 0.75 + 0.4
        tongue = np.exp(-((x - middle) / half) ** 2) * (1 - t ** 3) * smooth(up, -0.06, 0.05)
        heat = 1 - (1 - heat) * (1 - tongue * 0.85)
    heat = np.clip(heat * (1.12 - 0.16 * np.clip(up, 0, 1.2) * np.abs(wisp)) - 0.10 * smooth(wisp, 0.3, 1.8) * up, 0, 1)
    heat = c.blur(heat, 0.7)
    color = ramp(heat, ((0, (0, 0, 0)), (0.18, (0.30, 0.05, 0.01)), (0.42, (0.88, 0.28, 0.03)), (0.66, (1.0, 0.58, 0.10)), (0.86, (1.0, 0.84, 0.36)), (1, (1.0, 0.97, 0.74))))
    c.cover(color, smooth(heat, 0.25, 0.75) * 0.75)
    c.glow(color, np.ones_like(x))
    c.glow(FIRELIGHT, c.blur(heat, 14) * 0.42 + c.blur(heat, 46) * 0.34)
    for _ in range(26):
        px, py = FIRE[0] + c.rng.normal(8, 26), FIRE[1] - 60 - 150 * c.rng.random() ** 1.3
        c.glow((1, 0.60, 0.18), np.exp(-((x - px) ** 2 + ((y - py) * 0.7) ** 2) / c.rng.uniform(0.5, 1.3)) * c.rng.uniform(0.5, 1))
    return heat


def skillet(c):
    x, y = c.x, c.y
    shadow = c.inside(np.hypot(x - 548, (y - 462) / 0.36) - 54, 12)
    c.cover((0.01, 0.01, 0.01), shadow * 0.6)
    bowl = c.inside((np.hypot(x - 548, (y - 453) / 0.40) - 47) * 0.6)
    handle = c.inside(np.abs(y - 446 + (x - 590) * 0.16) - 4.4) * (x > 590) * c.inside(x - 664)
    lit = smooth(-(x - 548) / 47, -0.3, 1)
    c.cover(np.array([0.10, 0.10, 0.11]) + lit[..., None] * FIRELIGHT * 0.24, np.maximum(bowl, handle))
    rim = np.exp(-((np.hypot(x - 548, (y - 451) / 0.38) - 44.5) / 1.5) ** 2)
    c.glow(FIRELIGHT, rim * (0.10 + 0.75 * lit))
    inner = c.inside((np.hypot(x - 548, (y - 452) / 0.37) - 42) * 0.6)
    far_wall = smooth(np.hypot(x - 548, (y - 456) / 0.34), 34, 46) * smooth(x, 530, 590)
    c.cover(np.array([0.15, 0.14, 0.14]) + (far_wall * 0.45)[..., None] * FIRELIGHT, inner)
    return np.maximum(bowl, handle)
