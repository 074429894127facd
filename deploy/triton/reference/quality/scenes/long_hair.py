"""A figure with long hair in the wind, in evening light."""
import numpy as np

from .canvas import Canvas, ramp, smooth

FACE = (352, 214)  # the middle of the face
SUN = np.array([0.46, -0.40, 0.79])


def portrait(height=512, width=768, seed=33):
    """Head and shoulders before a blurred garden: hair that blows to the right, a necklace, a dress with folds.

    Returns FLOAT [H,W,3] in 0..1 and the true regions as a dict of boolean [H,W].
    """
    c = Canvas(height, width, seed)
    garden(c)
    back = hair_behind(c)
    cloth = dress(c)
    neck = throat(c)
    face = head(c)
    beads = necklace(c)
    front = hair_in_front(c)
    c.glow((1.0, 0.78, 0.46), 0.20 * np.exp(-np.hypot(c.x - 800, c.y + 10) / 330))
    picture = c.finish(0.006, 0.30)
    shown = front < 0.05
    return picture, {
        "hair": ((back > 0.9) & (face < 0.05) & (neck < 0.05) & (cloth < 0.05)) | (front > 0.9), "face": (face > 0.97) & shown,
        "still": (np.maximum.reduce([face, neck, beads]) > 0.97) & shown, "cloth": (cloth > 0.97) & (beads < 0.05) & (neck < 0.05) & shown}


def garden(c):
    """Leaves and evening light far out of focus: discs of light on soft green."""
    x, y = c.x, c.y
    depth = np.exp(-np.hypot((x - 640) / 330, (y - 90) / 240))
    c.picture = ramp(depth + 0.05 * c.noise(120, 3), ((0, (0.045, 0.085, 0.075)), (0.35, (0.12, 0.19, 0.12)), (0.7, (0.46, 0.40, 0.19)), (1, (0.98, 0.76, 0.42))))
    c.picture *= (1 + 0.14 * c.noise(46, 3))[..., None]
    for _ in range(150):
        at, r = (c.rng.uniform(0, c.wide), 470 * c.rng.random() ** 1.2), c.rng.uniform(8, 25)
        near = np.exp(-np.hypot((at[0] - 640) / 330, (at[1] - 90) / 240))
        disc = c.inside(np.hypot(x - at[0], y - at[1]) - r, 2.5)
        rim = 0.75 + 0.45 * np.exp(-((np.hypot(x - at[0], y - at[1]) - r + 2) / 2.5) ** 2)
        tone = np.array([1.0, 0.78, 0.36]) * near + np.array([0.35, 0.55, 0.30]) * (1 - near)
        c.glow(tone, disc * rim * c.rng.uniform(0.02, 0.07 + 0.32 * near))
    c.picture = c.blur(c.picture, 1.2)


def oval(c, px, py, a, b, power=2.0):
    return (np.abs((c.x - px) / a) ** power + np.abs((c.y - py) / b) ** power) ** (1 / power) - 1


def skin(c, relief, flush):
    """Skin over a height field: light from the right and above, a soft terminator, blood where it is thin."""
    dy, dx = np.gradient(relief)
    nx, ny = -dx * c.unit, -dy * c.unit
    length = np.sqrt(nx ** 2 + ny ** 2 + 1)
    lit = (nx * SUN[0] + ny * SUN[1] + SUN[2]) / length
    wrapped = smooth(lit, -0.45, 1.05)
    shade = ramp(wrapped, ((0, (0.26, 0.14, 0.13)), (0.30, (0.52, 0.30, 0.25)), (0.6, (0.80, 0.55, 0.44)), (1, (0.98, 0.80, 0.67))))
    half = np.array([SUN[0], SUN[1], SUN[2] + 1])
    half /= np.linalg.norm(half)
    gloss = np.clip((nx * half[0] + ny * half[1] + half[2]) / length, 0, 1) ** 34
    return shade * (1 - flush[..., None] * np.array([0.03, 0.20, 0.18])) + gloss[..., None] * np.array([0.17, 0.14, 0.11]) + (0.008 * c.noise(2.5, 2))[..., None]


def bump(c, px, py, a, b):
    return np.exp(-((c.x - px) / a) ** 2 - ((c.y - py) / b) ** 2)


def outline(c):
    """Signed distance-like field of the face: an oval that narrows to the chin."""
    x, y = c.x - FACE[0], c.y - FACE[1]
    half = 73 - 7.5 * smooth(y, -10, 45) - 30 * smooth(y, 30, 106) ** 1.25
    top = np.sqrt(np.clip(1 - (np.clip(-y, 0, None) / 112) ** 2, 0.0, 1))
    chin = np.sqrt(np.clip(1 - (np.clip(y - 74, 0, None) / 31) ** 2.2, 0.0, 1))
    return np.abs(x) - half * top * chin


def head(c):
    """The face: relief of skull, brow, nose, cheeks and lips, then eyes, brows and lips painted on it."""
    fx, fy = FACE
    off = outline(c)
    alpha = c.inside(off, 1.6) * (c.y > fy - 112) * (c.y < fy + 106)
    relief = 80 * np.sqrt(np.clip(1 - np.abs((c.x - fx) / 84) ** 2.4 - np.abs((c.y - fy + 8) / 142) ** 2.6, 0.02, 1))
    relief += 17 * bump(c, fx, fy + 22, 9.5, 13) + 11 * bump(c, fx, fy - 6, 7.5, 26) + 6 * (bump(c, fx - 11, fy + 27, 6, 6) + bump(c, fx + 11, fy + 27, 6, 6))
    relief -= 8 * (bump(c, fx - 29, fy - 11, 15, 9) + bump(c, fx + 29, fy - 11, 15, 9)) - 5.5 * (bump(c, fx - 29, fy - 10, 12, 6.5) + bump(c, fx + 29, fy - 10, 12, 6.5))
    relief += 5 * (bump(c, fx - 29, fy - 29, 22, 7) + bump(c, fx + 29, fy - 29, 22, 7)) + 5 * (bump(c, fx - 40, fy + 22, 18, 16) + bump(c, fx + 40, fy + 22, 18, 16))
    relief += 5.5 * bump(c, fx, fy + 53, 17, 5) + 6.5 * bump(c, fx, fy + 64, 15, 5) - 3.2 * bump(c, fx, fy + 58.5, 22, 1.8) + 8 * bump(c, fx, fy + 91, 15, 11) - 4 * bump(c, fx, fy + 76, 18, 5) - 2 * bump(c, fx, fy + 43, 3.5, 6)
    flush = 0.55 * (bump(c, fx - 41, fy + 26, 19, 14) + bump(c, fx + 41, fy + 26, 19, 14)) + 0.5 * bump(c, fx, fy + 27, 12, 9)
    color = skin(c, c.blur(relief, 1.3), flush)
    color *= (1 - 0.5 * smooth(-c.y, -(fy - 76), -(fy - 112)) - 0.30 * bump(c, fx, fy + 34, 10, 3.5))[..., None]
    c.cover(color, alpha)
    c.cover((0.25, 0.09, 0.08), 0.8 * (bump(c, fx - 6.5, fy + 33, 3.2, 1.7) + bump(c, fx + 6.5, fy + 33, 3.2, 1.7)))
    mouth(c, fx, fy)
    for side in (-1, 1):
        eye(c, fx + side * 29.5, fy - 10, side)
    return alpha


def curve(*points, count=40):
    """A smooth line through a few points [count,2] (Catmull-Rom)."""
    p = np.array([points[0], *points, points[-1]], float)
    t = np.linspace(0, len(points) - 1 - 1e-6, count)
    i, f = t.astype(int), (t % 1)[:, None]
    a, b, d, e = (p[i + k] for k in range(4))
    return 0.5 * (2 * b + (d - a) * f + (2 * a - 5 * b + 4 * d - e) * f ** 2 + (3 * b - a - 3 * d + e) * f ** 3)


def mouth(c, fx, fy):
    upper = np.vstack([curve((fx - 24, fy + 58), (fx - 12, fy + 52.5), (fx - 4.5, fy + 50), (fx, fy + 51.8), (fx + 4.5, fy + 50), (fx + 12, fy + 52.5), (fx + 24, fy + 58)),
                       curve((fx + 24, fy + 58), (fx + 9, fy + 58.8), (fx, fy + 59.6), (fx - 9, fy + 58.8), (fx - 24, fy + 58))])
    lower = np.vstack([curve((fx - 24, fy + 58), (fx - 9, fy + 58.4), (fx, fy + 59.2), (fx + 9, fy + 58.4), (fx + 24, fy + 58)),
                       curve((fx + 24, fy + 58), (fx + 13, fy + 66.5), (fx, fy + 69.5), (fx - 13, fy + 66.5), (fx - 24, fy + 58))])
    for shape, tone in ((upper, (0.60, 0.22, 0.22)), (lower, (0.80, 0.36, 0.34))):
        c.cover(np.array(tone) * (0.80 + 0.35 * smooth(c.x, fx - 26, fx + 26))[..., None], c.blur(c.mask(shape), 0.7) * 0.80)
    c.glow((1.0, 0.8, 0.75), 0.30 * bump(c, fx + 5, fy + 63.5, 8, 1.8))
    image, alpha = c.strokes([(curve((fx - 25, fy + 57.6), (fx - 9, fy + 58.6), (fx, fy + 59.4), (fx + 9, fy + 58.6), (fx + 25, fy + 57.6)), (0.30, 0.09, 0.10), 1.2)])
    c.cover(image, c.blur(alpha, 0.4) * 0.85)


def eye(c, ex, ey, side):
    """An almond with iris and catch light, shaded by the upper lid; lashes, fold and brow."""
    lid = curve((ex - side * 17, ey + 2.5), (ex - side * 9, ey - 5), (ex, ey - 8), (ex + side * 10, ey - 6), (ex + side * 18, ey - 0.5))
    low = curve((ex + side * 18, ey - 0.5), (ex + side * 9, ey + 5.3), (ex, ey + 6.5), (ex - side * 10, ey + 5), (ex - side * 17, ey + 2.5))
    white = c.mask(np.vstack([lid, low]))
    shade = 0.55 + 0.45 * smooth(c.y, ey - 8, ey - 1)
    c.cover(np.array([0.90, 0.87, 0.84]) * (shade * (0.80 + 0.2 * smooth(c.x, ex - 16, ex + 12)))[..., None], white)
    off, angle = np.hypot(c.x - ex - 0.5, c.y - ey + 0.8), np.arctan2(c.y - ey, c.x - ex)
    spokes = 1 + 0.20 * np.sin(angle * 19 + off) + 0.10 * np.sin(angle * 31)
    iris = ramp(np.clip(off / 7.6, 0, 1), ((0, (0.03, 0.03, 0.03)), (0.36, (0.03, 0.03, 0.03)), (0.46, (0.42, 0.30, 0.12)), (0.8, (0.22, 0.34, 0.26)), (1, (0.06, 0.09, 0.09)))) * spokes[..., None]
    c.cover(iris * (0.6 + 0.6 * smooth(c.y, ey - 8, ey + 5))[..., None], c.inside(off - 7.6, 1.2) * white)
    c.cover((1, 0.98, 0.92), c.inside(np.hypot(c.x - ex - 3, c.y - ey + 3.8) - 1.7, 1) * white)
    lashes = [(lid, (0.09, 0.05, 0.05), 2.1), (low, (0.42, 0.24, 0.20), 0.7), (lid - [0, 4.2] + [side * 0.5, 0], (0.46, 0.25, 0.20), 1.1)]
    for t in range(10, 40, 2):
        lashes.append(((lid[t], lid[t] + [side * (t - 14) * 0.16, -2.6 - 0.07 * t]), (0.09, 0.05, 0.05), 0.7))
    brow = curve((ex - side * 19, ey - 19), (ex - side * 4, ey - 25), (ex + side * 11, ey - 26.5), (ex + side * 24, ey - 19))
    for t in range(40):
        for _ in range(4):
            start = brow[t] + c.rng.normal(0, 1.2, 2) + [0, 1.6 * (1 - t / 40)]
            lashes.append(((start, start + [side * c.rng.uniform(3, 6), -2.4 + 0.11 * t + c.rng.normal(0, 0.6)]), np.array([0.26, 0.15, 0.09]) * c.rng.uniform(0.7, 1.2), 0.6))
    image, alpha = c.strokes(lashes)
    c.cover(image, c.blur(alpha, 0.3) * 0.90)


def throat(c):
    fx, fy = FACE
    half = 40 + 10 * np.exp(-((c.y - fy - 70) / 24) ** 2) + 100 * smooth(c.y, fy + 118, fy + 262) ** 1.7
    off = np.abs(c.x - fx - 2) - half
    neckline = fy + 206 - 0.006 * (c.x - fx) ** 2
    alpha = c.inside(off, 1.6) * c.inside(c.y - neckline) * (c.y > fy + 45)
    relief = 46 * np.sqrt(np.clip(1 - (np.abs(c.x - fx - 2) / (half + 2)) ** 2, 0, 1))
    for side in (-1, 1):
        along = np.abs((c.x - fx - side * (10 + 0.10 * (c.y - fy - 90))) / 9)
        relief += 4.5 * np.exp(-along ** 2) * smooth(c.y, fy + 100, fy + 140) * (1 - smooth(c.y, fy + 164, fy + 180))
        relief += 6.5 * np.exp(-((c.y - fy - 172 + 0.10 * side * (c.x - fx)) / 7.5) ** 2) * smooth(side * (c.x - fx), 14, 40)
    relief -= 4 * bump(c, fx, fy + 168, 9, 10)
    color = skin(c, c.blur(relief, 1.5), np.zeros_like(c.x))
    under_chin = np.exp(-((c.y - fy - 100 - 0.25 * (fx - c.x)) / 34) ** 2) * 0.66
    c.cover(color * (1 - under_chin)[..., None], alpha)
    return alpha


def dress(c):
    """Dark red cloth with folds that run from the shoulders."""
    fx, fy = FACE
    shoulder = fy + 156 + 0.00085 * (c.x - fx) ** 2 + 46 * smooth(np.abs(c.x - fx), 130, 215) - 12 * np.exp(-((np.abs(c.x - fx) - 92) / 40) ** 2)
    alpha = c.inside(shoulder - c.y) * c.inside(np.abs(c.x - fx - 4) - 206 - 0.30 * (c.y - 400))
    warp = c.noise(70, 3)
    lines = np.sin((np.abs(c.x - fx) * 0.55 + (c.y - fy) * 0.24) / 8.5 + 1.6 * warp) + 0.5 * np.sin((c.x - fx) / 5.2 + 0.4 * c.y / 9 + 2.2 * warp)
    fold = c.blur(lines, 1.2)
    slope = np.gradient(fold, axis=1) * c.unit
    side = smooth(c.x, fx - 190, fx + 200)
    tone = np.clip(0.36 + 1.25 * slope + 0.07 * fold + 0.38 * side, 0.04, 1.25)
    weave = 1 + 0.05 * np.sin(c.x * 2.6) * np.sin(c.y * 2.6)
    c.cover((tone * weave)[..., None] * np.array([0.52, 0.085, 0.12]) + (np.clip(tone - 0.7, 0, 1) ** 2)[..., None] * np.array([0.5, 0.28, 0.2]), alpha)
    return alpha


def necklace(c):
    """Gold beads on a curve around the throat, with a green stone."""
    fx, fy = FACE
    total = np.zeros_like(c.x)
    line = curve((fx - 48, fy + 136), (fx - 34, fy + 164), (fx - 15, fy + 182), (fx + 2, fy + 188), (fx + 19, fy + 182), (fx + 38, fy + 164), (fx + 52, fy + 136), count=27)
    for i, (px, py) in enumerate(line):
        r = 3.7 if i != 13 else 9.0
        gold = i != 13
        dx, dy = (c.x - px) / r, (c.y - py - (0 if gold else 7)) / (r * (1 if gold else 1.2))
        q = np.hypot(dx, dy)
        lit = np.clip(np.sqrt(np.clip(1 - q ** 2, 0, 1)) * 0.6 + 0.5 * (dx * SUN[0] + dy * SUN[1]) + 0.12, 0.04, 1)
        tone = lit[..., None] * (np.array([1.0, 0.74, 0.30]) if gold else np.array([0.10, 0.62, 0.42]))
        alpha = c.inside((q - 1) * r)
        c.cover((0.16, 0.06, 0.05), c.inside((np.hypot(dx + 0.25, dy - 0.45) - 1) * r, 2.5) * 0.55 * (1 - alpha))
        c.cover(tone, alpha)
        c.glow((1, 0.95, 0.85), np.exp(-(((dx - 0.35) ** 2 + (dy + 0.35) ** 2) / 0.05)) * 0.9 * alpha)
        total = np.maximum(total, alpha)
    return total


def strands(c, path, count, dark, light):
    """Hair as many thin lines; `path(k, t)` for k in 0..1 across the lock; lit where a line turns to the light."""
    shapes = []
    for k in c.rng.random(count):
        length = c.rng.uniform(0.72, 1.0) ** 0.7
        line = path(k, np.linspace(0, length, 25))
        lock = 0.5 + 0.28 * np.sin(k * 41 + 1) + 0.22 * np.sin(k * 97)
        shade = np.clip(0.65 * lock + 0.45 * c.rng.random() - 0.05, 0, 1)
        base = np.array(dark) * (1 - shade) + np.array(light) * shade
        turn = np.gradient(line, axis=0)
        turn /= np.linalg.norm(turn, axis=1, keepdims=True) + 1e-9
        sheen = np.clip(1 - np.abs(turn @ (0.78, -0.45)) * 1.15, 0, 1) ** 2
        width = c.rng.uniform(0.55, 1.05)
        for j in range(0, 24, 2):
            tone = base * (0.66 + 0.5 * sheen[j]) + sheen[j] * shade * np.array([0.30, 0.19, 0.08])
            shapes.append((line[j:j + 3], tone, width * (1 - 0.5 * (j / 24) ** 3)))
    return shapes


def hair_behind(c):
    """The mass behind head and shoulders; to the right the wind lifts it in waves."""
    fx, fy = FACE

    def blown(k, t):
        a = -np.pi * 0.50 + np.pi * 0.66 * k
        root = np.array([78 * np.cos(a), 110 * np.sin(a)])
        wave = (9 + 9 * k) * np.sin(8.2 * t + 3.1 * k) * t + 5 * np.sin(15 * t + 9 * k) * t ** 2
        out = 78 * t * (1 - t) + (150 + 190 * np.sin(np.pi * (0.15 + 0.7 * k))) * t ** 1.5
        down = 40 * t + (60 + 170 * k) * t ** 1.25 - 26 * np.sin(np.pi * t) * (1 - k)
        return np.stack([fx + root[0] + out, fy + root[1] + down + wave], 1) + c.rng.normal(0, 2.5, 2) + np.outer(t, c.rng.normal(0, 9, 2))

    def hanging(k, t):
        wave = 8 * np.sin(t * 9 + 2.2 * k) * t
        return np.stack([fx - 40 - 44 * k - 22 * np.sin(np.pi * t ** 0.8) + 26 * t ** 2 + wave, fy - 92 + 40 * k + 308 * t], 1) + c.rng.normal(0, 2, 2)

    shapes = strands(c, hanging, 900, (0.075, 0.038, 0.024), (0.26, 0.14, 0.07))
    shapes += strands(c, blown, 3200, (0.085, 0.042, 0.026), (0.44, 0.25, 0.11))
    cap = curve((fx - 80, fy + 30), (fx - 82, fy - 46), (fx - 60, fy - 98), (fx - 4, fy - 130), (fx + 58, fy - 98), (fx + 84, fy - 46), (fx + 84, fy + 60))
    image, alpha = c.strokes([(cap, (0.075, 0.038, 0.024)), *shapes])
    c.cover(image, alpha)
    return alpha


def hair_in_front(c):
    """From the parting over the sides of the forehead, past the cheeks, and over the shoulder with the wind."""
    fx, fy = FACE
    def root(k):
        return np.array([fx - 10 - 3 * k, fy - 93 - 36 * k])

    def right(k, t):
        turn = np.pi * 0.5 * np.clip(t * 2.6, 0, 1)
        over = np.sin(turn)
        free = np.clip(t - 0.42, 0, 1)
        out = (64 + 32 * k) * over + (70 + 340 * k) * free ** 1.4 + 10 * np.sin(t * 13 + 3 * k) * free
        down = (74 + 20 * k) * (1 - np.cos(turn)) + (420 - 235 * k) * free + 8 * np.sin(t * 11 + 4 * k) * free
        return root(k) + np.stack([out, down], 1) + c.rng.normal(0, 1.3, 2) + np.outer(free, c.rng.normal(0, 12, 2))

    def left(k, t):
        turn = np.pi * 0.5 * np.clip(t * 2.6, 0, 1)
        over = np.sin(turn)
        free = np.clip(t - 0.42, 0, 1)
        out = (54 + 30 * k) * over - 34 * free + 11 * np.sin(t * 10 + 2.4 * k) * free
        down = (74 + 22 * k) * (1 - np.cos(turn)) + 455 * free
        return root(k) + np.stack([-out, down], 1) + c.rng.normal(0, 1.3, 2) + np.outer(free, c.rng.normal(0, 7, 2))

    shapes = strands(c, left, 1500, (0.095, 0.048, 0.030), (0.40, 0.22, 0.10)) + strands(c, right, 1900, (0.105, 0.054, 0.032), (0.58, 0.34, 0.15))
    image, alpha = c.strokes(shapes)
    shadow = c.blur(alpha, 6) * (1 - alpha) * 0.55 * (outline(c) < 0)
    c.cover((0.22, 0.09, 0.07), shadow)
    c.cover(image, alpha)
    return alpha
