"""Lamps, lit windows and headlights: bloom that breathes lamp by lamp, shimmer, and highlights that travel."""
import numpy as np

from ..chance import phases
from ..graph import op, value_of, when
from ..mathematics import blur, clamp, greater, halve, maximum, part, positions, reshape, sin, soft_step, squared, to_float, total, where
from ..views import luma, resized
from .ambience import is_active, night_lights, only_if, per_pixel, shows

# Bumps [1,K,h4,w4] that tell lamps apart: wavelengths in units, headings in radians, turns per second, shares.
WAVELENGTHS, HEADINGS = [118.0, 87.0, 149.0, 61.0, 71.0, 97.0], [0.4, 1.9, 2.7, 0.9, 2.3, 1.4]
RATES, SHARES = [0.43, 0.67, 0.31, 1.3, 1.7, 0.97], [0.30, 0.26, 0.30, 0.16, 0.14, 0.20]


class Lamps:
    def __init__(self, views, regions, rows, seed):
        self.views, self.row = views, rows["lights"]
        self.asked = is_active(self.row)
        self.lit = only_if(self.asked, lambda: lit(views, regions))
        self.phases = phases(seed, len(RATES) + 1, 770)
        x, y = positions(views.analysis, 3, 4), positions(views.analysis, 2, 4)
        k, angles = 2 * np.pi / np.array(WAVELENGTHS), np.array(HEADINGS)
        kx, ky = (k * np.cos(angles)).reshape(1, -1, 1, 1), (k * np.sin(angles)).reshape(1, -1, 1, 1)
        self.places = x * kx + y * ky
        self.along = (x * per_pixel(self.row.dx) + y * per_pixel(self.row.dy)) * (2 * np.pi / 210.0)

    def at(self, image, clock):
        return when(shows(self.asked, clock), lambda: self.glowing(image, clock), lambda: op("Identity", image))

    def glowing(self, image, clock):
        views = self.views
        much = per_pixel(clamp(self.row.amount * 2.0))
        breath = self.breath(clock)
        presence = per_pixel(1.0 - clock.rest)
        small = resized(image, views.field_sizes)
        lit = halve(squared(small) * self.lit)
        source = lit * maximum(0.62 * presence + breath, -0.2)
        tight, wide, far = blur(source, 1), blur(source, 4), blur(blur(source, 11), 11)
        bloom = (tight * 0.55 + wide * 0.9 + far * 1.5) * much
        light = views.full(clamp(bloom, -0.5, 0.85))
        # What is lit itself goes up and down along its tone curve; light around it is screened.
        shimmer = views.full(self.lit) * views.full(clamp(breath * much * 0.5, -0.5, 0.5))
        pulsed = image + shimmer * image * (1.0 - image) * 1.6
        return clamp(pulsed + light * (1.0 - pulsed))

    def breath(self, clock):
        """[1,1,h4,w4] about -1..1, different from lamp to lamp, 0 at rest; a crest that travels where a direction is given."""
        speed = maximum(self.row.speed, 0.05)
        turn = reshape(clock.angles(value_of(np.array(RATES + [0.55])) * speed), 1, -1, 1, 1)
        first = reshape(self.phases, 1, -1, 1, 1)
        count = len(RATES)
        def waves(angle): return sin(self.places + part(angle, 1, 0, count)) * np.array(SHARES).reshape(1, -1, 1, 1)
        rest = per_pixel(clock.rest)
        bumps = total(waves(turn + first) - rest * waves(first), (1,))
        def crest(angle): return squared(squared(sin(self.along * 0.5 - part(angle, 1, count, count + 1) * 0.5)))
        moving = per_pixel(to_float(self.row.given))
        return bumps * (1.0 - 0.4 * moving) + moving * (crest(turn + first) - rest * crest(first)) * 0.8


def lit(views, regions):
    """[1,1,h,w]: the map of lights where it is bright; if that map is empty, what looks lit at night and is not to keep still."""
    mapped = regions["lights"]
    known = greater(op("ReduceMax", mapped, np.array([2, 3]), keepdims=1), 0.2)
    return where(known, mapped, night_lights(views) * (1.0 - regions.still)) * soft_step(luma(views.field), 0.3, 0.65)
