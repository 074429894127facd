"""Fog: a veil that thickens with distance and hangs low, in two layers that drift past each other, lit by the scene."""
from ..graph import op, when
from ..mathematics import box, clamp, exp, positions, soft_step, sqrt, where
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
        banks = self.layer(way * 17.0, 560.0, 2.2, 730)
        wisps = self.layer(way * 38.0, 330.0, 1.9, 731)
        curls = self.layer(way * 24.0, 190.0, 1.5, 732)
        swell = clamp(1.0 + 0.42 * banks + 0.25 * wisps + 0.14 * curls, 0.15, 2.2)
        near = soft_step(wisps + 0.5 * curls, 0.5, 2.2) * 0.28
        alpha = 1.0 - exp((self.thickness * swell * 2.3 + near) * much * -1.0)
        light = Ambience(image, views)
        halo = box(box(light.small, 5, 5, 5, 5), 5, 5, 5, 5)
        body = halo * 0.55 + light.around * 0.4
        # Lit softly: the surroundings' light with little of its colour, lifted towards what is bright in the picture.
        color = body * 0.55 + luma(body) * 0.45 + light.highlight * (0.09 + 0.3 * sqrt(light.level) * (1.0 - light.level))
        alpha = alpha * (1.0 - 0.55 * self.lit)
        return image * views.full(1.0 - alpha) + views.full(clamp(color, 0.0, 0.95) * alpha)

    def layer(self, way, width, flat, salt):
        return drifting(self.x, self.y * flat, width, per_pixel(way * self.dx), per_pixel(way * self.dy), self.seed, salt)


def thickness(views, regions):
    """[1,1,h4,w4]: little near, much far; the open sky less towards its top."""
    shape = op("Shape", views.analysis, start=2, end=4)
    far, sky = resized(regions.depth, shape), resized(regions["sky"], shape)
    down = positions(views.analysis, 2, 4) * (1.0 / views.field_height)
    high = sky * soft_step(down, 0.45, 0.0)
    return (0.08 + 0.92 * far * far * (1.5 - 0.5 * far)) * (1.0 - 0.62 * high)
