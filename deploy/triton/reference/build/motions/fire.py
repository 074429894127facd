"""Fire: what glows is taken off the picture as light, moves up in turbulence, and is laid over the picture again."""
import numpy as np

from ..chance import phases
from ..graph import value_of, when
from ..mathematics import absolute, blur, box, channel, clamp, concat, dilate, exp, fraction, halve, maximum, minimum, op, part, reshape, soft_step, sqrt, squared, total
from ..noise import noise
from ..row import when_working
from ..views import resized
from ..warp import identity_grid, sample, to_grid
from ..waves import Waves, plane
from ..window import Window

RATE = 1.7
# How fast red, green and blue fade as a flame cools.
COOLING = np.array([0.75, 1.75, 2.2]).reshape(1, 3, 1, 1)
WHITE = 1.06


class Fire:
    """light = picture - what is seen around the fire; a frame is the picture - light + light moved and flickering."""

    def __init__(self, views, regions, row, seed):
        self.views, self.regions, self.row, self.seed, self.map = views, regions, row, seed, regions["flame"]
        self.works = row.works_on(self.map)
        self.sway = Waves([0.7, 1.1, 1.7], phases(seed, 3, 23), [np.array([2.8, 2.0, 1.2])])
        self.light, self.layout, self.reach, self.places, self.swaying, self.whirled = when_working(self.works, self.prepared)
        self.window = Window(views.full(self.reach))
        self.start = self.window.cut(identity_grid(views), (1, 2))
        self.emitted = self.window.cut(self.light)

    def prepared(self):
        views, fire = self.views, self.map
        size = clamp(sqrt(total(fire, (2, 3)) * 4.0) * (1 / 75), 0.3, 1.8)
        lit = dilate(fire, 5, 3, 3, 3)
        apart = 1.0 - dilate(fire, 6, 5, 5, 5)
        behind = around(views.field, apart)
        light = warm(op("Relu", views.picture - views.full(behind)), views.picture) * views.full(blur(lit, 1))
        # 0 at the base of the flames .. 1 at their tips and above.
        half = resized(fire, op("Div", views.field_sizes, np.array([2])))
        below, above = box(half, 0, 24, 4, 4), box(half, 24, 0, 4, 4)
        tip = clamp((below - above) / (below + above + 0.02) * 0.65 + 0.5)
        reach = clamp(blur(dilate(half, 4, 12, 3, 3), 3) * 1.5)
        layout = resized(concat([tip, reach], 1), views.field_sizes)
        places = halve(concat([views.x / (size * 190.0) + views.y * 0.0, views.y / (size * 270.0) + views.x * 0.0], 1))
        dx, dy = (reshape(d, 1, 1, 1, 1) for d in (self.row.dx, self.row.dy))
        swaying = plane(views, dx, dy, [260, 190, 150], [0.1, -0.2, 1.3]) / size
        return [light, concat([channel(layout, 0), size + channel(layout, 0) * 0.0], 1), channel(layout, 1), places, Waves.spread(swaying), whirl(places)]

    def over(self, image, clock):
        return when(self.works, lambda: self.burning(image, clock), lambda: op("Identity", image))

    def burning(self, image, clock):
        tip, size = channel(self.layout, 0), channel(self.layout, 1)
        amount, speed = self.row.amount, op("Max", self.row.speed, 1e-3)
        heading = reshape(concat([self.row.dx, self.row.dy], 0), 1, 2, 1, 1)
        turned = clock.turns(value_of(np.array([RATE, 1.1, 1.9])) * speed)
        rise, slow, fast = (part(turned, 0, i, i + 1) for i in range(3))
        free = 0.08 + squared(tip)
        turbulence = resized(whirl(self.places, slow, fast) - clock.rest * self.whirled, self.views.field_sizes)
        swing = self.sway.at(clock, self.row.speed, self.swaying)
        sway = (part(turbulence, 1, 0, 2) * value_of(np.array([7.0, 5.0]).reshape(1, 2, 1, 1)) + concat([swing, swing * 0.3], 1)) * (free * size * amount)
        path = heading * (free * size * 58.0 * amount)
        moved = None
        for lag in (0.5, 0.0):
            run = fraction(rise + lag) - 0.5
            field = self.views.full(path * run + sway)
            grid = self.start - self.window.cut(to_grid(self.views, field), (1, 2))
            lit = squared(op("Relu", sample(self.light, grid, "bicubic"))) * (1.0 - 2.0 * absolute(run))
            moved = lit if moved is None else moved + lit
        moved = sqrt(moved + 1e-9)
        shown = self.window.cut(image)
        strongest = op("ReduceMax", moved, np.array([1]), keepdims=1)
        # New flames hide a part of what is behind them.
        hidden = op("Relu", strongest - op("ReduceMax", self.emitted, np.array([1]), keepdims=1)) * (shown - self.emitted) * 0.8
        lit = clamp(shown + (moved - self.emitted - hidden) * self.window.cut(self.views.full(self.reach)))
        share = soft_step(strongest, 0.1, 0.5)
        heat = self.window.cut(self.views.full(channel(turbulence, 2) * (0.2 + 0.8 * tip) * (0.8 * amount))) * share
        glowing = exposed(unexposed(lit) * exp(minimum(heat, 0.0) * COOLING + maximum(heat, 0.0) * 0.3))
        return image + self.window.paste(ripe(glowing, shown) - shown)


def whirl(places, slow=0.0, fast=0.0):
    """[1,3,h,w]: turbulence in x and y, and heat; it rises with the flames."""
    across, up = channel(places, 0), channel(places, 1)
    one = noise(across, up + slow)
    two = noise(across * 1.9 + 0.4, up * 1.5 + fast)
    return concat([one + two * 0.35, channel(one, 1) * 0.6 + channel(two, 0) * 0.8], 1)


def warm(light, picture):
    """Light in which red is not below green, nor green below blue, and which the picture has to give."""
    red, green, blue = (channel(light, i) for i in range(3))
    red = minimum(maximum(red, green), channel(picture, 0))
    green = minimum(green, red)
    return concat([red, green, minimum(blue, green)], 1)


def ripe(glowing, shown):
    """What glows is orange rather than lemon: green keeps below red, unless the picture shows it so."""
    red, green, blue = (channel(glowing, i) for i in range(3))
    most = blue + (red - blue) * 0.82
    return concat([red, minimum(green, maximum(most, channel(shown, 1))), blue], 1)


def unexposed(light):
    """Light before the camera's highlights flattened it (Reinhard's curve backwards): what glows white is far brighter than 1."""
    return light / (WHITE - op("Min", light, 1.0))


def exposed(light):
    return light * WHITE / (1.0 + light)


def around(image, apart):
    """What is seen around a hole [1,3,h,w]: means of what is apart from it, from near where there is enough, else from far."""
    def filled(scale, radius):
        sizes = op("Div", op("Shape", image, start=2, end=4), np.array([scale]))
        layer = blur(resized(concat([image * apart, apart], 1), sizes), radius)
        layer = resized(layer, op("Shape", image, start=2, end=4))
        return part(layer, 1, 0, 3) / (part(layer, 1, 3, 4) + 1e-4), part(layer, 1, 3, 4)
    near, enough = filled(2, 4)
    far, _ = filled(8, 6)
    trust = soft_step(enough, 0.02, 0.2)
    return near * trust + far * (1.0 - trust)
