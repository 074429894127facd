"""Fog: a veil that thickens with distance and hangs low, in two layers that drift past each other, lit by the scene."""
import numpy as np

from ..chance import phases
from ..graph import op, when
from ..mathematics import blur, channel, clamp, exp, halve, part, positions, soft_step, sqrt, squared, where
from ..noise import noise
from ..views import luma, resized
from .ambience import Ambience, is_active, lamp_map, only_if, per_pixel, seconds, shows


class Fog:
    def __init__(self, views, regions, rows, seed):
        self.views, self.row, self.seed = views, rows["fog"], seed
        self.asked = is_active(self.row)
        self.thickness = only_if(self.asked, lambda: thickness(views, regions))
        # Banks show before hills and trees; before the sky they would be clouds.
        self.uneven = only_if(self.asked, lambda: 1.0 - 0.6 * resized(regions["sky"], op("Shape", views.analysis, start=2, end=4)))
        self.lit = only_if(self.asked, lambda: lamp_map(views, regions))
        self.x, self.y = positions(views.analysis, 3, 4), positions(views.analysis, 2, 4)
        # Sideways where nothing else is said; a direction up or down makes it rise or sink.
        self.dx, self.dy = where(self.row.given, self.row.dx, 1.0), where(self.row.given, self.row.dy, 0.0)

    def at(self, image, clock):
        return when(shows(self.asked, clock), lambda: self.veiled(image, clock), lambda: op("Identity", image))

    def veiled(self, image, clock):
        views, row = self.views, self.row
        much = per_pixel((1.0 - clock.rest) * clamp(row.amount * 1.4))
        way = seconds(clock) * row.speed
        banks = self.layer(way * 17.0, 900.0, 2.8, 730)
        wisps = self.layer(way * 38.0, 520.0, 2.5, 731)
        curls = self.layer(way * 24.0, 310.0, 1.8, 732)
        swell = clamp(1.0 + (0.2 * banks + 0.13 * wisps + 0.06 * curls) * self.uneven, 0.3, 1.8)
        near = soft_step(wisps + 0.5 * curls, 0.4, 2.4) * 0.24
        alpha = 1.0 - exp((self.thickness * swell * 2.3 + near) * much * -1.0)
        light = Ambience(image, views, self.lit)
        lit = halve(self.lit)
        halo = blur(light.small, 5)
        body = halo * 0.55 + light.around * 0.4
        # Lit softly: the surroundings' light with little of its colour, lifted towards what is bright in the picture.
        color = body * 0.4 + luma(body) * 0.6 + light.highlight * (0.12 + 0.72 * sqrt(light.level) * (1.0 - light.level))
        alpha = alpha * (1.0 - 0.55 * lit)
        lamps = squared(light.small) * lit
        shine = blur(lamps, 3) * 0.7 + blur(lamps, 14) * 0.8
        veil = clamp(color + shine, 0.0, 0.95) * alpha
        return image * views.full(1.0 - alpha) + views.full(veil)

    def layer(self, way, width, flat, salt):
        """[1,1,h4,w4]: noise whose tile is so many units wide, pressed flat, carried along by `way` units."""
        start = phases(self.seed, 2, salt) * (1.0 / (2 * np.pi))
        across = (self.x - per_pixel(way * self.dx)) * (1.0 / width) + per_pixel(part(start, 0, 0, 1))
        down = (self.y - per_pixel(way * self.dy)) * (flat / width) + per_pixel(part(start, 0, 1, 2))
        return channel(noise(across, down), 0)


def thickness(views, regions):
    """[1,1,h4,w4]: little near, much far; the open sky less towards its top."""
    shape = op("Shape", views.analysis, start=2, end=4)
    far, sky = resized(regions.depth, shape), resized(regions["sky"], shape)
    down = positions(views.analysis, 2, 4) * (1.0 / views.field_height)
    high = sky * soft_step(down, 0.45, 0.0)
    return (0.08 + 0.92 * far * far * (1.5 - 0.5 * far)) * (1.0 - 0.62 * high)
