"""The light of a fire on everything: warm, unsteady, strongest near flames and lamps and weaker with distance."""
import numpy as np

from ..chance import phases
from ..graph import op, value_of, when
from ..mathematics import box, clamp, maximum, part, positions, reshape, sin, soft_step, squared, total
from ..views import resized
from .ambience import in_keeping, is_active, only_if, per_pixel, shows

RATES = [0.37, 0.83, 1.27, 2.11, 3.3, 4.7]
SHARES = [0.30, 0.34, 0.30, 0.24, 0.16, 0.10]
WARM = np.array([1.0, 0.74, 0.36]).reshape(1, 3, 1, 1)


class Firelight:
    def __init__(self, views, regions, rows, seed):
        self.views, self.row = views, rows["flicker"]
        self.asked = is_active(self.row)
        self.reach = only_if(self.asked, lambda: reach(views, regions))
        self.x = positions(views.analysis, 3, 4) / views.field_width - 0.5
        self.phases = phases(seed, 2 * len(RATES), 760)

    def at(self, image, clock):
        return when(shows(self.asked, clock), lambda: self.lit(image, clock), lambda: op("Identity", image))

    def lit(self, image, clock):
        much = per_pixel(clamp(self.row.amount * 1.7))
        flare, sway = (self.unsteady(clock, i) for i in (0, 1))
        # A flame that leans throws its light more to one side.
        level = (flare - 0.25 * squared(flare) + sway * self.x * 0.9) * self.reach
        warmth = self.reach * per_pixel(1.0 - clock.rest) * 0.16
        power = 1.0 - clamp(level * 0.42 * (0.45 + 0.55 * WARM) + warmth * WARM, -0.6, 0.6) * much
        shine = clamp(maximum(level, 0.0) * self.reach * 0.10, 0.0, 0.5) * WARM * much
        small = resized(image, op("Shape", self.views.analysis, start=2, end=4))
        def full(field): return self.views.full(in_keeping(field, small))
        curved = op("Pow", maximum(image, 0.0), full(power))
        return curved + full(shine) * squared(1.0 - curved) * curved * 3.0

    def unsteady(self, clock, which):
        """[1,1,1,1]: an irregular rhythm about 0, at rest 0."""
        phase = part(self.phases, 0, which * len(RATES), (which + 1) * len(RATES))
        rates = value_of(np.array(RATES) * (1.0 + 0.13 * which)) * maximum(self.row.speed, 0.05)
        now = sin(clock.angles(rates) + phase) - clock.rest * sin(phase)
        return reshape(total(now * value_of(np.array(SHARES)), (0,)), 1, 1, 1, 1)


def reach(views, regions):
    """[1,1,h4,w4]: 1 near a flame, falling with distance; where the picture shows neither flame nor lamp, from below."""
    shape = op("Shape", views.analysis, start=2, end=4)
    source = resized(maximum(regions["flame"], regions["lights"] * 0.7), shape)
    coarse = op("AveragePool", source, kernel_shape=[4, 4], strides=[4, 4])
    near, wide = spread(coarse, 2), spread(spread(coarse, 6), 6)
    there = soft_step(total(coarse, (2, 3)), 0.5, 4.0)
    strongest = op("ReduceMax", wide, np.array([2, 3]), keepdims=1) + 1e-4
    fire = resized(clamp(0.25 + near * 1.2 + wide / strongest * 0.75), shape)
    down = positions(views.analysis, 2, 4) / views.field_height
    return fire * there + (0.45 + 0.4 * down) * (1.0 - there)


def spread(image, radius):
    once = box(image, radius, radius, radius, radius)
    return box(once, radius, radius, radius, radius)
