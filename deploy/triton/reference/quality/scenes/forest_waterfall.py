"""A waterfall in a forest, in the morning."""
import numpy as np

from .canvas import Canvas, leaf, ramp, smooth

LIP, FOOT, MIDDLE = 128, 356, 408
MORNING = np.array([1.0, 0.93, 0.72])


def waterfall(height=512, width=768, seed=11):
    """A fall over a mossy cliff into a pool, trees with haze and beams of light behind, ferns and a trunk in front.

    Returns FLOAT [H,W,3] in 0..1 and the true regions as a dict of boolean [H,W].
    """
    c = Canvas(height, width, seed)
    backdrop(c)
    woods = far_woods(c)
    rock = cliff(c)
    pool_edge = 352 + 7 * np.sin(c.x / 60) + 4 * np.sin(c.x / 23 + 2)
    pool_alpha = c.inside(pool_edge - c.y)
    fall = falling(c)
    pool(c, pool_alpha, pool_edge)
    mist(c)
    stones = boulders(c)
    trunk, leaves = foreground(c)
    beams(c)
    picture = c.finish(0.006, 0.3)
    clear = (leaves < 0.04) & (trunk < 0.04) & (stones < 0.04)
    return picture, {
        "waterfall": (fall > 0.75) & (c.y < FOOT - 10) & clear, "water": (pool_alpha > 0.98) & clear & (c.y > FOOT + 22),
        "foliage": (leaves > 0.9) & (trunk < 0.05), "still": ((stones > 0.97) | ((rock > 0.97) & (fall < 0.02) & (c.y > LIP + 20) & (c.y < FOOT - 12)) | (trunk > 0.97)) & (leaves < 0.04),
        "sky": (c.y < 60) & (woods < 0.02) & clear & (np.abs(c.x - MIDDLE) < 60)}


def backdrop(c):
    """Morning light in a gap of the canopy."""
    gap = np.exp(-(((c.x - 430) / 210) ** 2 + ((c.y - 40) / 150) ** 2))
    c.picture = ramp(gap, ((0, (0.20, 0.30, 0.22)), (0.5, (0.62, 0.72, 0.52)), (1, (0.97, 0.97, 0.84))))
    c.picture *= (1 + 0.08 * c.noise(60, 5))[..., None]


def far_woods(c):
    """Four layers of trees, the farther the paler; crowns are clouds of small leaves."""
    seen = np.zeros_like(c.x)
    for depth, tone, foot in ((0.85, (0.50, 0.62, 0.42), 150), (0.62, (0.30, 0.44, 0.25), 165), (0.38, (0.15, 0.27, 0.13), 185), (0.15, (0.07, 0.15, 0.07), 215)):
        shapes = []
        for at in np.arange(-20, c.wide + 40, 26 + 30 * (1 - depth)):
            px = at + c.rng.normal(0, 12)
            if abs(px - 425) < 46 + 60 * (1 - depth) + 20 * c.rng.random():
                continue
            wide = 2.5 + 9 * (1 - depth) * c.rng.uniform(0.5, 1)
            bark = np.array(tone) * c.rng.uniform(0.45, 0.7) + depth * 0.10
            shapes.append((((px - wide / 2, foot + 30), (px - wide * 0.35, -10), (px + wide * 0.35, -10), (px + wide / 2, foot + 30)), bark))
        for _ in range(int(900 + 900 * (1 - depth))):
            px, py = c.rng.uniform(-10, c.wide + 10), foot - 190 * c.rng.random() ** 0.8
            side = abs(px - 425) - (30 + 95 * (1 - depth)) * (0.6 + 0.5 * np.sin(py / 21 + 5 * depth))
            if side < 0:
                continue
            lit = np.exp(-np.hypot(px - 440, py - 20) / 230)
            color = np.array(tone) * c.rng.uniform(0.6, 1.15) + lit * c.rng.random() ** 2 * np.array([0.55, 0.55, 0.18])
            length = (5 + 6 * (1 - depth)) * c.rng.uniform(0.7, 1.5)
            shapes.append((leaf(px, py, length, length * 0.55, c.rng.uniform(0, 6.3)), color))
        image, alpha = c.strokes(shapes)
        c.cover(image, alpha)
        seen = np.maximum(seen, alpha)
        c.cover((0.80, 0.84, 0.66), np.exp(-((c.y - foot - 10) / 60) ** 2) * 0.30 * depth ** 0.5)
    return seen


def cliff(c):
    """Layered rock with cracks and moss on its ledges, open where the water falls."""
    x, y = c.x, c.y
    edge = LIP + 4 + 30 * smooth(np.abs(x - MIDDLE), 70, 330) * np.sign(np.sin(x / 300 + 1)) - 34 * smooth(np.abs(x - MIDDLE), 60, 120) + 5 * c.noise(40, 4)[0][None]
    alpha = c.inside(edge - y)
    warp = c.noise(50, 4)
    layers = np.abs(((y + 9 * warp + 0.10 * x) / 23) % 1 - 0.5) * 2
    cracks = np.abs(((x + 16 * warp + 9 * np.sin(y / 30)) / 64) % 1 - 0.5) * 2
    rough, fine = c.noise((22, 34), 5), c.noise(5, 3)
    relief = rough + 0.8 * smooth(layers, 0.0, 0.5) + 0.4 * smooth(cracks, 0, 0.16)
    slope = np.gradient(c.blur(relief, 0.8), axis=0) * c.unit
    tone = np.clip(0.33 + 0.10 * rough + 0.05 * fine - 1.3 * slope, 0.05, 0.9) * (0.5 + 0.5 * smooth(layers, 0.0, 0.2)) * (0.5 + 0.5 * smooth(cracks, 0, 0.08))
    color = tone[..., None] * np.array([0.72, 0.70, 0.64]) * (0.72 + 0.5 * np.exp(-np.hypot(x - 430, y - 90) / 260))[..., None]
    moss = smooth(c.noise((30, 50), 5) - 1.2 * slope * 6 + 0.9 * smooth(y, LIP + 130, LIP - 20), 0.4, 1.6)
    green = ramp(np.clip(0.5 + 0.3 * fine - 2 * slope, 0, 1), ((0, (0.05, 0.10, 0.03)), (0.6, (0.20, 0.32, 0.07)), (1, (0.44, 0.56, 0.16))))
    c.cover(color * (1 - 0.85 * moss[..., None]) + green * 0.85 * moss[..., None], alpha)
    wet = np.exp(-((np.abs(x - MIDDLE) - 62) / 34) ** 2) * smooth(y, LIP, LIP + 60)
    c.cover((0.05, 0.06, 0.055), alpha * wet * 0.55)
    c.cover((0.62, 0.70, 0.52), alpha * 0.20 * np.exp(-np.hypot((x - 430) / 300, (y - 110) / 130)))
    return alpha


def falling(c):
    """Three veils of water as vertical threads that fray on two ledges."""
    x, y = c.x, c.y
    threads, strands = c.noise((240, 5), 4), c.noise((70, 2.4), 2)
    drop = np.clip((y - LIP) / (FOOT - LIP), 0, 1)
    ragged = c.noise((30, 14), 4)
    total = np.zeros_like(x)
    for at, half, spread, start in ((-20, 20, 16, 0.0), (16, 15, 14, 0.0), (52, 7, 11, 0.06)):
        middle = MIDDLE + at + 5 * np.sin(y / 60 + at) + at * 0.25 * smooth(drop, 0.42, 0.6)
        width = half + spread * drop ** 1.4 + 5 * smooth(drop, 0.40, 0.52) + 6 * smooth(drop, 0.70, 0.84) + 2.5 * ragged
        veil = smooth(width + 4 * threads - np.abs(x - middle), -4, 10) * smooth(drop, start, start + 0.015) * (y < FOOT + 6)
        total = 1 - (1 - total) * (1 - veil * np.clip(0.78 + 0.20 * threads + 0.14 * ragged, 0.1, 1))
    ledges = 0.20 * (np.exp(-((drop - 0.47) / 0.035) ** 2) + np.exp(-((drop - 0.78) / 0.04) ** 2))
    bright = np.clip(0.60 + 0.17 * threads + 0.11 * strands + ledges + 0.16 * drop - 0.18 * np.exp(-((drop - 0.56) / 0.05) ** 2), 0.12, 1)
    c.cover(ramp(bright, ((0, (0.16, 0.22, 0.24)), (0.45, (0.48, 0.58, 0.60)), (0.8, (0.86, 0.91, 0.90)), (1, (1.0, 1.0, 0.98)))), total * 0.96)
    return total


def pool(c, alpha, edge):
    """Green water in perspective, with the fall's mirror image, rings and foam that drifts away from the foot."""
    x, y = c.x, c.y
    near = np.clip((y - 330) / 182, 0.03, 1)
    tile = c.tile()
    v, u = 190 * np.log(near + 0.02), (x - MIDDLE) * 0.30 / (near + 0.06)
    ripple = tile(v * 1.3, u) + 0.6 * tile(v * 3 + 70, u * 2.3)
    rows = np.clip(2 * FOOT - 8 - y - 40 * near + ripple * 11 * near, 0, FOOT) * c.unit
    columns = np.clip(x + ripple * 7 * near, 0, c.wide - 1) * c.unit
    mirror = c.blur(c.picture, 1.5)[rows.astype(int), columns.astype(int)]
    deep = ramp(near, ((0, (0.25, 0.36, 0.31)), (0.5, (0.09, 0.20, 0.17)), (1, (0.035, 0.10, 0.09))))
    color = deep * 0.55 + mirror * (0.62 - 0.18 * near[..., None]) + (smooth(ripple, 0.9, 2.6) * 0.16)[..., None] * MORNING
    off = np.hypot((x - MIDDLE - 14) / 3.3, y - FOOT - 2)
    rings = np.sin(off * 1.05 + 1.2 * ripple) * np.exp(-off / 30)
    foam = smooth(1.35 * np.exp(-off / 16) + 0.24 * tile(v * 5, u * 2.2 + 90) * np.exp(-off / 40) + 0.10 * rings, 0.42, 0.95) + 0.5 * smooth(tile(v * 4.1 + 30, u * 1.9), 1.1, 2.0) * np.exp(-off / 34)
    color = color + (rings * 0.06)[..., None]
    foam = np.clip(foam, 0, 1)[..., None]
    c.cover(color * (1 - foam) + np.array([0.88, 0.93, 0.90]) * foam, alpha)
    c.cover((0.02, 0.035, 0.03), np.exp(-((y - edge - 2) / 3.5) ** 2) * 0.6 * (np.abs(x - MIDDLE - 10) > 90))


def mist(c):
    off = np.hypot((c.x - MIDDLE - 12) / 118, (c.y - FOOT + 8) / 46)
    c.glow((0.88, 0.94, 0.92), np.clip(np.exp(-off ** 2) * (0.62 + 0.20 * c.noise(40, 4)), 0, 0.85))


def boulders(c):
    x, y = c.x, c.y
    grain, patch = c.noise(5, 4), c.noise(22, 4)
    total = np.zeros_like(x)
    for px, py, r in ((262, 362, 26), (300, 372, 17), (546, 358, 28), (590, 372, 20), (214, 380, 20), (655, 400, 36), (140, 418, 40), (330, 392, 9), (505, 384, 11), (700, 448, 48), (236, 470, 30), (600, 474, 22), (60, 480, 52)):
        dx, dy = (x - px) / (r * 1.25), (y - py) / (r * 0.8)
        bent = np.hypot(dx, dy) + 0.06 * patch
        q = np.clip(1 - bent ** 2, 0, 1) ** 0.5
        alpha = c.inside((bent - 1) * r * 0.8) * c.inside((y - py - r * 0.52) / 1.0, 2)
        c.cover((0.02, 0.04, 0.035), c.inside((np.hypot(dx, (y - py - r * 0.55) / (r * 0.26)) - 1.05) * r, 8) * 0.55)
        lit = np.clip(0.15 + 0.75 * q * (0.55 - 0.75 * dy + 0.25 * np.sign(430 - px) * dx), 0, 1)
        stone = (lit * (1 + 0.20 * grain))[..., None] * np.array([0.56, 0.55, 0.50])
        moss = smooth(0.55 * patch - 1.6 * dy + 0.3 * grain, 0.5, 1.5)[..., None]
        c.cover(stone * (1 - moss) + (0.28 + lit * (0.9 + 0.22 * grain))[..., None] * np.array([0.26, 0.40, 0.10]) * moss, alpha)
        total = np.maximum(total, alpha)
    return total


def foreground(c):
    """A trunk at the left with a bough of leaves, ferns in both corners: (trunk, leaves) as alpha."""
    x, y = c.x, c.y
    bark = c.noise((34, 5), 4)
    middle = 66 + 10 * np.sin(y / 150) - 0.02 * y
    half = 25 + y / 40 + 14 * smooth(y, 420, 520)
    trunk = c.inside(np.abs(x - middle) - half - 1.5 * bark)
    side = (x - middle) / half
    tone = np.clip(0.14 + 0.16 * side + 0.07 * bark + 0.20 * smooth(side, 0.4, 1), 0.02, 1)
    c.cover(tone[..., None] * np.array([0.80, 0.66, 0.48]) + (smooth(bark + side * -1.1, 0.4, 1.8) * 0.16)[..., None] * np.array([0.5, 0.9, 0.25]), trunk)
    shapes = []
    for start, end, count in (((60, 20), (300, 62), 620), ((80, -10), (250, -2), 500), ((790, -10), (560, 44), 640), ((790, 90), (640, 120), 330)):
        start, end = np.array(start, float), np.array(end, float)
        shapes.append(((start, (start + end) / 2 - [0, 8], end), (0.07, 0.06, 0.04), 3))
        for _ in range(count):
            t = c.rng.random()
            px, py = start + (end - start) * t + c.rng.normal(0, 1, 2) * (15, 17) + [0, 10 - 8 * np.sin(np.pi * t)]
            lit = c.rng.random() ** 1.6 * np.exp(-np.hypot(px - 430, py - 60) / 330)
            tone = np.array([0.05, 0.11, 0.035]) * c.rng.uniform(0.6, 1.5) + lit * np.array([0.60, 0.72, 0.14])
            length = c.rng.uniform(6, 12)
            shapes.append((leaf(px, py, length, length * 0.5, c.rng.normal(1.3, 0.8)), tone))
    for px, py, reach in ((20, 520, 120), (110, 530, 95), (175, 535, 70), (740, 525, 120), (655, 535, 85), (565, 540, 62), (790, 480, 110)):
        for angle in np.linspace(-2.75, -0.4, 9) + c.rng.normal(0, 0.08, 9):
            shapes += fern(c, px, py, reach * c.rng.uniform(0.75, 1.1), angle)
    image, leaves = c.strokes(shapes)
    c.cover(image, leaves)
    return trunk * (1 - leaves), leaves


def fern(c, px, py, reach, angle):
    """One frond: a bent stem with leaflets that shrink to its tip."""
    t = np.linspace(0, 1, 26)
    bend = angle + np.sign(np.cos(angle)) * t ** 1.5 * 0.9
    points = np.stack([px + reach * np.cumsum(np.cos(bend)) / 26, py + reach * np.cumsum(np.sin(bend)) / 26], 1)
    light = c.rng.uniform(0.5, 1.1)
    shapes = [(points, np.array([0.10, 0.16, 0.05]) * light, 1.6)]
    for i in range(2, 26):
        length = reach * 0.26 * (1 - t[i]) ** 0.7 * min(1, 5 * t[i]) + 2
        for turn in (-1.15, 1.15):
            tone = light * (np.array([0.10, 0.22, 0.05]) + (0.35 + 0.65 * (turn < 0)) * t[i] * np.array([0.26, 0.36, 0.08])) * c.rng.uniform(0.85, 1.15)
            shapes.append((leaf(*points[i], length, length * 0.30, bend[i] + turn), tone))
    return shapes


def beams(c):
    """Light that falls through the gap, as soft rays from above the picture."""
    x, y = c.x, c.y
    angle = np.arctan2(x - 470, y + 190)
    profile = np.interp(angle, np.linspace(-0.9, 0.9, 60), np.clip(np.convolve(c.rng.standard_normal(62), (0.25, 0.5, 0.25), "valid"), 0, None))
    c.glow(MORNING, np.clip(profile * np.exp(-((y - 110) / 190) ** 2) * 0.20 * np.exp(-((x - 420) / 260) ** 2), 0, 1))
