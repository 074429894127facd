"""What flows through its region: flow-map advection in two alternating phases.

A. Vlachos, "Water flow in Portal 2", SIGGRAPH 2010 course; gather form of A. Holynski et al., "Animating pictures with
Eulerian motion fields", CVPR 2021. Each phase runs from half a cycle behind the picture to half a cycle ahead, so at
frame 0 one phase is the picture itself and has all the weight. The two are mixed so that contrast stays (E. Heitz,
F. Neyret, "High-performance by-example noise using a histogram-preserving blending operator", HPG 2018): deviations
from the local mean are divided by the norm of the weights. Samples are weighted by the map at their source, so that
nothing is dragged in from what is still. Steady things (clouds), whose doubled outlines would show, go through a clip in
one phase, and a weak second one fills what it leaves open. Phases differ from place to place, so that no beat is seen.
"""
import numpy as np

from .chance import phases
from .graph import op, value_of, when
from .mathematics import absolute, clamp, concat, fraction, greater, maximum, minimum, part, reshape, soft_step, sqrt, squared, to_float, total, where
from .row import when_working
from .views import resized
from .warp import identity_grid, mirrored, sample, to_grid
from .waves import meander
from .window import Window

JITTER = 0.22  # of a cycle
DARK, BRIGHT = 0.03, 0.95


class Drift:
    """The motions that flow (build/motions): what they let flow, whither and how fast."""

    def __init__(self, views, flowing, seed):
        self.views, self.flowing = views, flowing
        self.happens = flowing[0].works
        for motion in flowing[1:]:
            self.happens = op("Or", self.happens, motion.works)
        courses = [when_working(motion.works, lambda m=motion: [m.course()])[0] for motion in flowing]
        course, owners, shares, layer, local_mean = when_working(self.happens, lambda: self.prepared(courses, seed))
        self.path, self.jitter, self.owners, self.layer = part(course, 1, 0, 2), part(course, 1, 2, 3), owners, layer
        moving = views.full(shares)
        self.window = Window(moving)
        self.moving, self.local_mean = self.window.cut(moving), self.window.cut(local_mean)
        self.steady = np.array([float(m.STEADY) for m in flowing]).reshape(1, -1, 1, 1)
        self.start = self.window.cut(identity_grid(views), (1, 2))

    def prepared(self, courses, seed):
        """[path (2) and jitter, owners of each sample (one-hot), what moves] on the field view; [picture and map, local mean]."""
        views = self.views
        nothing = views.x * views.y * 0.0
        shares = concat([part(c, 1, -1, 2 ** 31) + nothing for c in courses], 1)
        strongest = op("ReduceMax", shares, np.array([1]), keepdims=1)
        owners = to_float(op("Equal", op("ArgMax", shares, axis=1, keepdims=1), np.arange(len(courses)).reshape(1, -1, 1, 1)))
        path = nothing
        for i, c in enumerate(courses):
            path = path + part(c, 1, 0, 2) * part(owners, 1, i, i + 1)
        jitter = clamp(meander(views, phases(seed, 4, 71), (150, 210, 120, 260)) * (JITTER / 1.4), -JITTER, JITTER)
        moving = views.full(strongest)
        layer = concat([views.picture * moving, moving], 1)
        spread = op("AveragePool", resized(layer, views.field_sizes), kernel_shape=[15, 15], pads=[7] * 4, strides=[1, 1])
        local_mean = views.full(part(spread, 1, 0, 3) / (part(spread, 1, 3, 4) + 1e-3))
        return [concat([path, jitter], 1), owners, strongest, layer, local_mean]

    @staticmethod
    def phase(cycles, lag, steady):
        """How far along its path a phase is, and its weight: in turns; what is steady moves on, and turns only fill gaps."""
        turn = fraction(cycles + lag) - 0.5
        run = where(greater(steady, 0.5), (cycles if lag else cycles * 0.0 - 0.2), turn)
        share = where(greater(steady, 0.5), (cycles * 0.0 + 1.0 if lag else clamp(cycles * 3.0) * 0.03), 1.0 - 2.0 * absolute(turn))
        return run, share

    def over(self, image, sway, clock):
        """The image [1,3,H,W] with what drifts in its place, itself moved by sway [1,2,h,w] (units)."""
        return when(self.happens, lambda: self.moved(image, sway, clock), lambda: op("Identity", image))

    def moved(self, image, sway, clock):
        turned = concat([clock.turns(value_of(np.array([m.RATE])) * op("Max", m.row.speed, 1e-3)) for m in self.flowing], 0)
        steady = where(clock.loops, 0.0, total(self.owners * self.steady, (1,)))
        cycles = total(self.owners * reshape(turned, 1, -1, 1, 1), (1,)) + self.jitter * (1.0 - clock.rest) * (1.0 - steady)
        layers, weights = [], []
        for lag in (0.5, 0.0):
            run, share = self.phase(cycles, lag, steady)
            field = self.views.full(concat([self.path * run + sway, share], 1))
            grid = self.start - self.window.cut(to_grid(self.views, part(field, 1, 0, 2)), (1, 2))
            sampled = sample(self.layer, mirrored(grid), "bicubic") * self.window.cut(part(field, 1, 2, 3))
            layers.append(part(sampled, 1, 0, 3))
            weights.append(maximum(part(sampled, 1, 3, 4), 0.0))
        weight = weights[0] + weights[1] + 1e-4
        norm = sqrt(squared(weights[0]) + squared(weights[1]) + 1e-8) / weight
        filled = (weights[0] + weights[1]) / weight
        plain = (layers[0] + layers[1]) / weight
        mixture = self.local_mean + (plain - self.local_mean * filled) / maximum(norm, 0.6)
        # Restored contrast does not burn out what the two phases do not.
        mixture = minimum(maximum(mixture, minimum(plain, DARK)), maximum(plain, BRIGHT))
        # Where no source is near, what was there stays.
        return image + self.window.paste(self.moving * soft_step(weight, 0.02, 0.2) * (mixture - self.window.cut(image)))
