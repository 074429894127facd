"""The regions of the picture moving: what bends in the wind, what flows, and what burns."""
from .drift import Drift
from .graph import op, when
from .mathematics import concat, maximum, minimum, part, soft_step
from .motions import air, ember, fabric, fire, veil, water, wind
from .row import when_working, zero
from .warp import identity_grid, sample, to_grid
from .window import Window

MARGIN = 28.0  # units


class Body:
    """rows: motion name -> Row; regions: RegionMaps."""

    def __init__(self, views, regions, rows, seed):
        def made(kinds): return [kind(views, regions, rows[name], seed) for name, kind in kinds.items()]
        solid = made({"foliage": wind.Foliage, "grass": wind.Grass, "hair": fabric.Hair, "cloth": fabric.Cloth})
        fluid = made({"flow": water.Current, "water": water.Water, "waves": water.Swell, "waterfall": water.Waterfall,
                      "smoke": air.Smoke, "cloud": air.Cloud})
        self.views = views
        self.solid, self.fluid = Swaying(views, solid), Swaying(views, fluid)
        self.bending = Bending(views, solid)
        self.drift = Drift(views, fluid, seed)
        self.laid_over = made({"flame": fire.Fire, "ember": ember.Ember, "waterfall": veil.Mist, "smoke": veil.Steam})

    def at(self, clock):
        """RGB FLOAT [1,3,H,W] in 0..1."""
        solid, fluid = self.solid.at(clock), self.fluid.at(clock)
        image = self.bending.of(self.views.picture, part(solid, 1, 0, 2))
        image = self.drift.over(image, part(fluid, 1, 0, 2), clock)
        gain = self.views.full(part(solid, 1, 2, 3) + part(fluid, 1, 2, 3))
        # What is nearly white gets no brighter.
        lit = image * (1.0 + minimum(gain, 0.0) + maximum(gain, 0.0) * (1.3 - 1.3 * image))
        for motion in self.laid_over:
            lit = motion.over(lit, clock)
        return lit


class Swaying:
    """The sum of what motions sway: FLOAT [1,3,h,w]."""

    def __init__(self, views, motions):
        self.motions, self.nothing = motions, concat([views.x * views.y * 0.0] * 3, 1)
        self.fields = [when_working(m.works, m.fields) for m in motions]

    def at(self, clock):
        field = self.nothing
        for motion, fields in zip(self.motions, self.fields):
            field = field + when(motion.works, lambda m=motion, f=fields: m.at(clock, *f), zero)
        return field


class Bending:
    """The picture bent by a field, where solid things are that move."""

    def __init__(self, views, motions):
        self.views = views
        self.happens = motions[0].works
        for motion in motions[1:]:
            self.happens = op("Or", self.happens, motion.works)
        shown = views.x * views.y * 0.0
        for motion in motions:
            shown = op("Max", shown, when(motion.works, lambda m=motion: op("Identity", m.map), zero))
        self.window = Window(views.full(shown))
        # At the picture's border nothing can come in from outside.
        inward = [soft_step(minimum(place, length - place), 0.0, MARGIN) + shown * 0.0
                  for place, length in ((views.x, views.field_width), (views.y, views.field_height))]
        self.inward = concat(inward, 1)
        self.start = self.window.cut(identity_grid(views), (1, 2))

    def of(self, picture, field):
        return when(self.happens, lambda: self.bent(picture, field), lambda: op("Identity", picture))

    def bent(self, picture, field):
        grid = self.start - self.window.cut(to_grid(self.views, self.views.full(field * self.inward)), (1, 2))
        return picture + self.window.paste(sample(picture, grid, "bicubic") - self.window.cut(picture))
