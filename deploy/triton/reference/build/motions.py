"""What water, flame, smoke, foliage and cloud do: their modes and their drift. Lengths in units, rates in turns per second."""
import math
from dataclasses import dataclass

import numpy as np

from .chance import phases
from .graph import op
from .mathematics import (blur, box, clamp, cos, dilate, erode, greater, less, log, maximum, mean, reshape, soft_step, squared,
                          to_float, total, where)
from .modes import Modes, meander, plane_waves
from .views import luma, resized, structure

MOVING = ("water", "flame", "smoke", "foliage", "cloud")


@dataclass(frozen=True)
class Doing:
    """What a motion does: its modes, and its flow (path in units per cycle [1,2,h,w], map of what flows) if it has one."""

    modes: list
    flow: tuple = None


def flowing(row, length, moving):
    """A flow along the row's direction, `length` units per cycle [1,1,h,w] at full amount and natural speed."""
    pace = row.amount * row.active * row.speed
    path = op("Concat", length * row.dx, length * row.dy, axis=1)
    return path * pace, moving * to_float(greater(pace, 0.0))


def water(views, regions, row, seed):
    """Ripples that come towards the viewer, longer and higher the nearer they are, and glints; a slow drift."""
    mask = regions["water"]
    inside = soft_step(blur(erode(mask, 2), 1), 0.1, 0.9)
    mass = mean(mask, (3,))
    shares = op("CumSum", mass, 2) / (total(mass, (2,)) + 1e-4)
    far = total(to_float(less(shares, 0.02)), (2,)) * 2.0
    near = total(to_float(less(shares, 0.98)), (2,)) * 2.0
    depth = maximum(near - far, 60.0)
    nearness = clamp((views.y - far) / depth) + 0.3
    lengths = np.array([52, 33, 41, 24, 62, 28.0]).reshape(1, -1, 1, 1)
    scale = clamp(depth * (1 / 180), 0.6, 1.4)
    crests = log(nearness) * (depth / scale) * (-2 * math.pi * 1.3 / lengths)
    slant = np.array([0.010, -0.022, 0.030, -0.035, 0.004, 0.048]).reshape(1, -1, 1, 1)
    lean = reshape(where(row.given, row.dx, 0.0), 1, 1, 1, 1)
    sideways = (views.x - views.field_width * 0.5) / nearness * (slant - lean * 0.03)
    bend = meander(views, phases(seed, 5, 11), (90, 130, 70, 200, 160)) * 0.8
    modes = Modes(Upright(row), phases(seed, 6, 12), crests + sideways + bend, inside * nearness,
                  rates=[0.42, 0.61, 0.5, 0.83, 0.34, 0.71],
                  along=[1.5, 0.85, 1.1, 0.65, 1.5, 0.7], across=[0.9, 0.5, 0.7, 0.5, 0.9, 0.5],
                  gain=[0.045, 0.034, 0.045, 0.034, 0.03, 0.04])
    drift = inside * nearness * where(row.given, 26.0, 9.0)
    return Doing([modes], flowing(row, drift, inside * (1.0 - regions.specks)))


class Upright:
    """A row whose waves lift up and down whatever its direction."""

    def __init__(self, row):
        self.amount, self.speed, self.active, self.given = row.amount, row.speed, row.active, row.given
        self.dx, self.dy = row.dx * 0.0, row.dx * 0.0 + 1.0


def flame(views, regions, row, seed):
    """Tongues: waves that run up and grow from the base to the tip; sway; flicker; light on what is near."""
    mask = regions["flame"]
    area = total(mask, (2, 3)) * 4.0
    size = clamp(op("Sqrt", area) * (1 / 75), 0.35, 1.6)
    small = resized(mask, op("Div", op("Shape", mask, start=2, end=4), 2))
    below, above = box(small, 0, 24, 4, 4), box(small, 24, 0, 4, 4)
    tip = clamp((below - above) / (below + above + 0.02) * 0.65 + 0.5)
    reach = blur(dilate(small, 0, 8, 2, 2), 3) * (0.12 + tip)
    envelope = resized(reach, views.field_sizes)
    tongues = plane_waves(views, row, [64, 42, 30, 23, 52, 34], [0.35, -0.5, 0.7, -0.25, -0.9, 0.15]) / size
    wander = meander(views, phases(seed, 4, 21), (60, 44, 90, 33)) * 0.7
    licking = Modes(row, phases(seed, 6, 22), tongues + wander, envelope * size,
                    rates=[1.5, 2.2, 2.9, 3.6, 1.8, 2.6], along=[2.3, 1.6, 0.9, 0.5, 2.0, 1.1],
                    across=[2.2, 1.5, 0.9, 0.5, 1.8, 1.1], gain=0.018)
    slow = plane_waves(views, row, [260, 190, 150], [0.1, -0.2, 1.3])
    swaying = Modes(row, phases(seed, 3, 23), slow, envelope * size,
                    rates=[0.7, 1.1, 1.7], along=[2.0, 1.6, 2.4], across=[2.6, 1.6, 0.4])
    glow = resized(clamp(blur(blur(small, 14), 14) * 4.0), views.field_sizes) * (1.0 - mask)
    even = plane_waves(views, row, [900, 900, 900], [0.0, 2.0, 4.0])
    lighting = Modes(row, phases(seed, 3, 24), even, glow + mask * 0.5, rates=[1.3, 2.3, 3.1], along=0.0,
                     gain=[0.05, 0.035, 0.025])
    return Doing([licking, swaying, lighting])


def smoke(views, regions, row, seed):
    """Slow swirls that rise; the smoke itself drifts with them."""
    mask = regions["smoke"] * (1.0 - regions.specks)
    swirls = plane_waves(views, row, [150, 105, 78, 190], [0.5, -0.6, 0.2, -0.2])
    wander = meander(views, phases(seed, 4, 31), (120, 90, 170, 70))
    modes = Modes(row, phases(seed, 4, 32), swirls + wander, mask, rates=[0.17, 0.23, 0.31, 0.13],
                  along=[2.0, 1.5, 1.0, 2.0], across=[3.5, 2.5, 1.6, 3.0], gain=[0.02, 0.02, 0.015, 0.02])
    path, moving = flowing(row, mask * 44.0, mask)
    return Doing([modes], (path + curl(views, mask, seed) * (7.0 * row.amount * row.active * row.speed), moving))


def foliage(views, regions, row, seed):
    """Everything bends in a wind wave; crowns stir branch by branch and flutter, blades and stems stay in one piece."""
    mask = regions["foliage"]
    hang = squared(blur(mask, 2))
    coherence = structure(luma(views.field))[1]
    loose = resized(blur(1.0 - soft_step(coherence, 0.35, 0.7), 3), views.field_sizes) * hang
    gusts = plane_waves(views, row, [420, 260, 340, 180], [0.05, -0.08, 0.12, -0.04])
    lag = meander(views, phases(seed, 4, 40), (420, 300, 520, 360)) * 1.2
    bending = Modes(row, phases(seed, 4, 41), gusts + lag, hang, rates=[0.37, 0.59, 0.47, 0.83],
                    along=[1.8, 1.15, 1.5, 0.8], across=[0.2, 0.16, 0.16, 0.12], gain=0.006)
    branches = meander(views, phases(seed, 5, 42), (110, 76, 150, 64, 95)) * 1.5
    stirring = Modes(row, phases(seed, 4, 43), gusts + branches, loose, rates=[0.43, 0.67, 0.53, 0.91],
                     along=[1.4, 0.95, 1.1, 0.65], across=[0.8, 0.55, 0.6, 0.45], gain=0.008)
    twigs = plane_waves(views, row, [52, 38, 44], [0.6, -0.7, 1.9])
    leaves = meander(views, phases(seed, 5, 44), (36, 29, 46, 24, 40), 1.9) * 1.6
    fluttering = Modes(row, phases(seed, 3, 45), twigs + leaves, loose, rates=[1.3, 1.9, 1.6],
                       along=[0.5, 0.34, 0.42], across=[0.44, 0.36, 0.36], gain=[0.015, 0.012, 0.015])
    return Doing([bending, stirring, fluttering])


def cloud(views, regions, row, seed):
    """The sky drifts, with a slow swell inside the clouds."""
    mask = regions["sky"] * (1.0 - regions.specks)
    inside = soft_step(blur(erode(mask, 2), 1), 0.1, 0.9)
    swell = plane_waves(views, row, [300, 210], [0.5, -0.7])
    modes = Modes(row, phases(seed, 2, 51), swell, inside, rates=[0.11, 0.17], along=[0.8, 0.6], across=[0.9, 0.7])
    return Doing([modes], flowing(row, mask * 20.0, mask))


def curl(views, mask, seed):
    """A divergence-free swirl [1,2,h,w] (x, y), zero outside the mask: the rotated slope of a smooth random surface."""
    count, angles = 5, 0.4 + np.arange(5) * 2.4
    k = 2 * math.pi / np.array([84, 120, 66, 150, 98.0])
    kx, ky = (k * np.cos(angles)).reshape(1, -1, 1, 1), (k * np.sin(angles)).reshape(1, -1, 1, 1)
    slopes = cos(views.x * kx + views.y * ky + reshape(phases(seed, count, 61), 1, -1, 1, 1)) / k.reshape(1, -1, 1, 1)
    x, y = total(slopes * ky, (1,)), total(slopes * (-kx), (1,))
    return op("Concat", x * mask, y * mask, axis=1)
