"""Stars twinkle one by one: what is tiny and brighter than the sky around it changes in brightness and a little in colour."""
import numpy as np

from ..chance import phases
from ..graph import op, when
from ..mathematics import blur, box, clamp, dilate, erode, floor, fraction, maximum, positions, sin, soft_step
from ..views import luma, resized
from .ambience import is_active, only_if, per_pixel, shows

COLORS = np.array([[0.35], [0.0], [-0.35]]).reshape(1, 3, 1, 1)


class Stars:
    def __init__(self, views, regions, rows, seed):
        self.views, self.row = views, rows["stars"]
        self.asked = is_active(self.row)
        self.stars = only_if(self.asked, lambda: excess(views, regions))
        # A random number per cell of 8 units: the rates and phases of what shines there.
        x, y = floor(positions(views.analysis, 3, 4) * (1 / 8.0)), floor(positions(views.analysis, 2, 4) * (1 / 8.0))
        key = x * 12.9898 + y * 78.233 + per_pixel(phases(seed, 1, 780))
        self.chance = fraction(sin(key) * 4375.85)
        self.other = fraction(sin(key * 1.7 + 3.1) * 4375.85)

    def at(self, image, clock):
        return when(shows(self.asked, clock), lambda: self.twinkling(image, clock), lambda: op("Identity", image))

    def twinkling(self, image, clock):
        much = per_pixel(clamp(self.row.amount * 1.6))
        speed = maximum(self.row.speed, 0.05)
        bright = self.rhythm(clock, (0.7 + 1.1 * self.chance) * per_pixel(speed), self.other) * 0.7 \
            + self.rhythm(clock, (1.9 + 1.6 * self.other) * per_pixel(speed), self.chance) * 0.4
        hue = self.rhythm(clock, (1.1 + 1.2 * self.chance) * per_pixel(speed), self.chance * 0.5 + self.other)
        change = clamp(self.views.full(bright) * 0.8 + self.views.full(hue) * COLORS, -0.95, 1.2)
        return clamp(image + self.stars * change * much)

    def rhythm(self, clock, rates, offset):
        def wave(turns): return sin((turns + offset) * (2 * np.pi))
        return wave(fraction(clock.turns(rates))) - clock.rest * wave(0.0)


def excess(views, regions):
    """[1,3,H,W]: the light of small peaks in the sky and away from lamps, over that of the sky around them."""
    sky = dilate(erode(views.picture, 3), 3, 3, 3, 3)
    light = views.picture - sky
    peak = soft_step(luma(light), 0.025, 0.09)
    compact = 1.0 - soft_step(views.full(blur(resized(peak, views.field_sizes), 5)), 0.22, 0.42)
    lamps = views.full(blur(dilate(maximum(regions["lights"], regions["flame"]), 6, 6, 6, 6), 2))
    above = views.full(soft_step(box(regions["sky"], 3, 3, 3, 3), 0.35, 0.75))
    return light * peak * compact * above * (1.0 - soft_step(lamps, 0.05, 0.4))
