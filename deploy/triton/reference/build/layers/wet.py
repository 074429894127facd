"""What rain does to the scene: a darker, cooler, flatter sky, a veil in the distance, and wet ground that mirrors.

The ground shows what stands above the nearest place where it ends in the same column, upside down, smeared along the
vertical as rough water does, and shaken by ripples. Lamps leave long streaks.
"""
import numpy as np

from ..chance import phases
from ..graph import op, when
from ..mathematics import (absolute, blur, box, channel, clamp, concat, dilate, halve, maximum, minimum, part, positions,
                           sin, soft_step, squared)
from ..noise import noise
from ..views import luma, resized
from .ambience import Ambience, colorful, is_active, lamp_map, only_if, per_pixel, seconds, shows

COOL = np.array([0.90, 0.97, 1.06]).reshape(1, 3, 1, 1)


class Wet:
    def __init__(self, views, regions, rows, seed):
        self.views, self.row, self.lights = views, rows["rain"], rows["lights"]
        self.asked = is_active(self.row)
        self.ground = only_if(self.asked, lambda: blur(regions["ground"], 1))
        self.lit = only_if(self.asked, lambda: lamp_map(views, regions))
        self.sky = only_if(self.asked, lambda: blur(open_sky(views, regions), 1) * (1.0 - clamp(self.lit * 1.5)))
        self.far = only_if(self.asked, lambda: blur(regions.depth, 3) * (1.0 - clamp(self.lit * 1.5)))
        self.edge = only_if(self.asked, lambda: edge_above(views, self.ground))
        self.puddles = only_if(self.asked, lambda: self.puddle_map(seed))

    def puddle_map(self, seed):
        """0.3..1, in flat patches."""
        start = per_pixel(phases(seed, 1, 720))
        patches = channel(noise(self.views.x * (1 / 600.0) + start, self.views.y * (1 / 230.0) + start), 0)
        return 0.3 + 0.7 * soft_step(patches, -0.5, 0.9)

    def at(self, image, clock):
        return when(shows(self.asked, clock), lambda: self.wetted(image, clock), lambda: op("Identity", image))

    def wetted(self, image, clock):
        views = self.views
        light = Ambience(image, views, self.lit)
        cool = 1.0 + colorful(light.small) * (COOL - 1.0)
        much = per_pixel((1.0 - clock.rest) * clamp(self.row.amount * 1.9))
        around = resized(light.around, views.field_sizes)
        # Sky: towards its own wide mean, greyer and darker; all else a little darker and cooler.
        flat = self.sky * 0.45 + self.far * (1.0 - self.sky) * 0.22
        veil = (around * 0.35 + luma(around) * 0.65) * cool
        keep = (1.0 - flat * much) * (1.0 - (0.10 + 0.24 * self.sky + 0.34 * self.ground) * much)
        keep = keep * (1.0 + (cool - 1.0) * much)
        added = veil * flat * (1.0 - 0.12 * self.sky) * much
        scene, lamps = self.mirrored(light, clock)
        mirror = clamp((scene + lamps) * self.ground, 0.0, 0.9) * (self.puddles * much)
        # Screen: what is mirrored is added to what is left of the ground, never beyond white.
        keep, added = keep * (1.0 - mirror), added * (1.0 - mirror)
        bright = luma(image) / (views.full(luma(light.small)) + 0.04)
        grain = minimum(bright, 1.6) * 0.7 + 0.3
        return clamp(image * views.full(keep) + views.full(added) + views.full(mirror) * grain)

    def mirrored(self, light, clock):
        """Light that wet ground sends to the eye, of what stands there and of lamps: two of [1,3,h,w]."""
        views = self.views
        below = maximum(views.y - self.edge, 0.0)
        near = clamp(below * (1 / 150.0))
        time = seconds(clock) * minimum(maximum(self.row.speed, 0.2), 2.0)
        ripple = sin(views.y * (0.55 - 0.3 * near) + views.x * 0.06 - time * 7.0) + sin(views.y * 0.31 - views.x * 0.13 + time * 5.0) \
            + sin(views.x * 0.23 + views.y * 0.11 + time * 9.0)
        shake = ripple * (0.5 + 1.6 * near)
        x, y = views.x + shake * 0.8, absolute(self.edge - below + shake * 2.0)
        grid = concat([(x + 0.5) * (2.0 / views.field_width) - 1.0, (y + 0.5) * (2.0 / views.field_height) - 1.0], 1)
        grid = op("Transpose", grid, perm=[0, 2, 3, 1])
        # Smeared along the vertical: rows are halved with the first mean, columns too for the lamps' long streaks.
        scene = op("AveragePool", seen(light.field, grid), kernel_shape=[18, 1], pads=[8, 0, 8, 0], strides=[2, 1])
        lit = halve(self.lit * 1.4 + soft_step(luma(light.field), 0.6, 0.95) * 0.5 * (1.0 - self.sky))
        lamps = seen(squared(light.small) * lit, part(part(grid, 1, 0, 2 ** 31, 2), 2, 0, 2 ** 31, 2))
        streaks = box(box(lamps, 14, 14, 0, 0), 8, 15, 0, 0)
        bright = 2.1 + 1.8 * per_pixel(self.lights.amount)
        smeared = resized(scene, views.field_sizes) * (0.42 - 0.16 * near)
        return smeared, resized(streaks, views.field_sizes) * bright


def open_sky(views, regions):
    """[1,1,h,w]: the map of the sky, and near it what has its colours, so that no bright seam is left along roofs."""
    sky = regions["sky"]
    weight = blur(sky, 15) + 1e-3
    color = blur(views.field * sky, 15) / weight
    unlike = op("ReduceMax", absolute(views.field - color), np.array([1]), keepdims=1)
    return maximum(sky, soft_step(unlike, 0.2, 0.06) * blur(dilate(sky, 12, 12, 12, 12), 12))


def seen(image, grid):
    return op("GridSample", image, grid, mode="bilinear", padding_mode="border", align_corners=0)


def edge_above(views, ground):
    """[1,1,h,w] in units: for every place the nearest row above it, in its column, that is not ground."""
    coarse = resized(ground, op("Shape", views.analysis, start=2, end=4))
    solid = soft_step(-dilate(-blur(coarse, 1), 0, 0, 1, 1), 0.5, 0.35)
    last = positions(views.analysis, 2, 4) * solid
    for reach in (1, 2, 4, 8, 16, 32, 64, 128):
        last = maximum(last, op("MaxPool", last, kernel_shape=[reach + 1, 1], pads=[reach, 0, 0, 0], strides=[1, 1]))
    return resized(box(last, 0, 0, 2, 2), views.field_sizes)
