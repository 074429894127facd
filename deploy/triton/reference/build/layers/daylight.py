"""Morning comes up, dusk falls: the light of the picture turns slowly while shadows and highlights go their own ways.

A frame is scale * image ^ power, glow screened over it: a power keeps black black and white white, so nothing clips;
each of the three is a smooth field per colour. Time to the end of the clip and, for a loop, back.
"""
import math

import numpy as np

from ..graph import op, when
from ..mathematics import box, clamp, cos, exp, halve, maximum, mean, positions, sin, soft_step, squared, where
from ..views import luma, resized
from .ambience import in_keeping, is_active, lamp_map, only_if, per_pixel, shows


def tint(red, green, blue):
    return np.array([red, green, blue], np.float64).reshape(1, 3, 1, 1)


class Daylight:
    def __init__(self, views, regions, rows, seed):
        self.views, self.morning, self.dusk = views, rows["morning"], rows["dusk"]
        self.asked = is_active(self.morning, self.dusk)
        self.shape = op("Shape", views.analysis, start=2, end=4)
        self.sky, self.far = (only_if(self.asked, lambda: resized(m, self.shape)) for m in (regions["sky"], regions.depth))
        self.lit = only_if(self.asked, lambda: halve(lamp_map(views, regions)))
        self.x = positions(views.analysis, 3, 4) / views.field_width
        self.y = positions(views.analysis, 2, 4) / views.field_height

    def at(self, image, clock):
        return when(shows(self.asked, clock), lambda: self.turned(image, clock), lambda: op("Identity", image))

    def turned(self, image, clock):
        small = resized(image, self.shape)
        light = luma(box(box(small, 2, 2, 2, 2), 2, 2, 2, 2))
        whole = maximum(clock.duration - 0.5, clock.duration * 0.5)
        there = clamp(clock.eased / whole)
        self.there = where(clock.loops, 0.5 - 0.5 * cos(clock.share * (2 * math.pi)), there * there * (3.0 - 2.0 * there))
        power, glow = self.sunrise(light)
        scale, dusk_power, dusk_glow = self.nightfall(small, light)
        def full(field): return self.views.full(in_keeping(field, small))
        curved = op("Pow", maximum(image, 0.0), full(power * dusk_power)) * full(scale)
        return curved + full(1.0 - (1.0 - glow) * (1.0 - dusk_glow)) * (1.0 - curved)

    def sunrise(self, light):
        """Low warm light from one side: where the row's direction comes from, else where the picture is brighter."""
        much = per_pixel(clamp(self.morning.amount * 1.7))
        up = per_pixel(self.there) * much
        lean = mean(light * (self.x - 0.5), (2, 3)) / (mean(light, (2, 3)) + 0.02)
        side = where(self.morning.given, self.morning.dx * -0.6, 1.2 * clamp(lean * 12.0, -0.5, 0.5))
        distance = squared((self.x - 0.5 - side) * 1.1) + squared((self.y - 0.3) * 1.3)
        reach = exp(distance * -2.2)
        bright = soft_step(light, 0.08, 0.6)
        shadows, highlights = tint(0.06, 0.07, 0.12), tint(0.40, 0.27, 0.07)
        power = 1.0 - (shadows + bright * (highlights - shadows)) * (0.55 + 0.6 * reach) * up
        lifting = sin(per_pixel(self.there) * math.pi) * much
        haze = self.far * (tint(0.17, 0.15, 0.13) * lifting * (0.4 + 0.6 * light))
        rays = tint(0.46, 0.31, 0.15) * (reach * (0.3 + 0.7 * self.far) * (0.35 + 0.65 * bright)) * (up * (1.0 - 0.6 * mean(light, (2, 3))))
        return power, clamp(1.0 - (1.0 - haze) * (1.0 - rays), 0.0, 0.9)

    def nightfall(self, small, light):
        """First the light goes low and warm, then blue; what is lit stays lit and begins to glow."""
        much = per_pixel(clamp(self.dusk.amount * 1.7))
        low, blue = (per_pixel(soft_step(self.there, *span)) * much for span in ((0.0, 0.55), (0.35, 1.0)))
        lit = clamp(self.lit * 1.4)
        dark = 1.0 - lit
        high = self.sky * soft_step(self.y, 0.6, 0.0)
        power = 1.0 + (tint(-0.05, 0.10, 0.30) * low + tint(0.34, 0.16, -0.12) * blue + 0.25 * blue) * dark
        power = power - tint(0.25, 0.18, 0.05) * lit * blue
        scale = 1.0 - tint(0.54, 0.46, 0.28) * ((0.85 + 0.15 * high) * blue) * dark
        horizon = self.far * (0.35 + 0.65 * self.sky) * soft_step(light, 0.1, 0.5) * (1.0 - high)
        afterglow = tint(0.30, 0.13, 0.03) * horizon * (low * (1.0 - 0.6 * blue))
        lamps = squared(small) * lit * tint(1.0, 0.82, 0.55)
        bloom = box(box(lamps, 3, 3, 3, 3), 3, 3, 3, 3) * 0.8 + box(box(lamps, 9, 9, 9, 9), 9, 9, 9, 9) * 1.3
        return scale, power, clamp(afterglow + bloom * blue, 0.0, 0.8)
