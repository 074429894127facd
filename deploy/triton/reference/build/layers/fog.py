"""Fog: a veil that thickens with distance and hangs low, in two layers that drift past each other, lit by the scene."""
from ..graph import op, when
from ..mathematics import blur, clamp, exp, positions, soft_step, sqrt, squared, where
from ..views import luma, resized
from .ambience import Ambience, is_active, only_if, per_pixel, seconds, shows
from .noise import drifting


class Fog:
    def __init__(self, views, regions, rows, seed):
        self.views, self.row, self.seed = views, rows["fog"], seed
        self.asked = is_active(self.row)
        self.thickness = only_if(self.asked, lambda: thickness(views, regions))
        self.lit = only_if(self.asked, lambda: resized(regions["lights"], op("Shape", views.analysis, start=2, end=4)))
        self.x, self.y = positions(views.analysis, 3, 4), positions(views.analysis, 2, 4)
        # Sideways where nothing else is said; a direction up or down makes it rise or sink.
        self.dx, self.dy = where(self.row.given, self.row.dx, 1.0), where(self.row.given, self.row.dy, 0.0)

    def at(self, image, clock):
        return when(shows(self.asked, clock), lambda: self.veiled(image, clock), lambda: op("Identity", image))

    def veiled(self, image, clock):
        views, row = self.views, self.row
        much = per_pixel((1.0 - clock.rest) * row.amount)
        way = seconds(clock) * row.speed
        banks = self.layer(way * 17.0, 620.0, 2.8, 730)
        wisps = self.layer(way * 38.0, 360.0, 2.5, 731)
        curls = self.layer(way * 24.0, 210.0, 1.8, 732)
        swell = clamp(1.0 + 0.27 * banks + 0.18 * wisps + 0.09 * curls, 0.2, 2.0)
        near = soft_step(wisps + 0.5 * curls, 0.4, 2.4) * 0.24
        alpha = 1.0 - exp((self.thickness * swell * 2.3 + near) * much * -1.0)
        light = Ambience(image, views)
        halo = blur(light.small, 5)
        body = halo * 0.55 + light.around * 0.4
        # Lit softly: the surroundings' light with little of its colour, lifted towards what is bright in the picture.
        color = body * 0.4 + luma(body) * 0.6 + light.highlight * (0.12 + 0.62 * sqrt(light.level) * (1.0 - light.level))
        alpha = alpha * (1.0 - 0.55 * self.lit)
        lamps = squared(light.small) * self.lit
        shine = blur(lamps, 3) * 0.7 + blur(lamps, 14) * 1.6
        veil = clamp(color + shine, 0.0, 0.95) * alpha
        return image * views.full(1.0 - alpha) + views.full(veil)

    def layer(self, way, width, flat, salt):
        return drifting(self.x, self.y * flat, width, per_pixel(way * self.dx), per_pixel(way * self.dy), self.seed, salt)


def thickness(views, regions):
    """[1,1,h4,w4]: little near, much far; the open sky less towards its top."""
    shape = op("Shape", views.analysis, start=2, end=4)
    far, sky = resized(regions.depth, shape), resized(regions["sky"], shape)
    down = positions(views.analysis, 2, 4) * (1.0 / views.field_height)
    high = sky * soft_step(down, 0.45, 0.0)
    return (0.08 + 0.92 * far * far * (1.5 - 0.5 * far)) * (1.0 - 0.62 * high)
