"""Smoke, cloud and water that flow: flow-map advection in two alternating phases.

A. Vlachos, "Water flow in Portal 2", SIGGRAPH 2010 course; gather form of A. Holynski et al., "Animating pictures with
Eulerian motion fields", CVPR 2021. Each phase runs from half a cycle behind the picture to half a cycle ahead, so at
frame 0 one phase is the picture itself and has all the weight. The two are mixed so that contrast stays (E. Heitz,
F. Neyret, "High-performance by-example noise using a histogram-preserving blending operator", HPG 2018): deviations
from the local mean are divided by the norm of the weights. Samples are weighted by the map at their source, so that
nothing is dragged in from what is still.
"""
import numpy as np

from .graph import ints, op, value_of, when
from .mathematics import absolute, concat, fraction, greater, maximum, part, reshape, size, sqrt, squared, where
from .views import resized
from .warp import identity_grid, sample, to_grid

CYCLES_PER_SECOND = 0.5


class Drift:
    """paths: [1,2,h,w] per motion, units in x and y per cycle; maps: [1,1,h,w] per motion, what drifts (field view)."""

    def __init__(self, views, paths, maps):
        path, moving = paths[0], maps[0]
        for p, m in zip(paths[1:], maps[1:]):
            path, moving = path + p, maximum(moving, m)
        self.picture = views.picture
        self.happens = greater(reshape(op("ReduceMax", absolute(path), keepdims=0), -1), 1e-3)
        moving = views.full(moving)
        self.layer = concat([views.picture * moving, moving], 1)
        spread = op("AveragePool", resized(self.layer, views.field_sizes), kernel_shape=[15, 15], pads=[7] * 4, strides=[1, 1])
        local_mean = views.full(part(spread, 1, 0, 3) / (part(spread, 1, 3, 4) + 1e-3))
        self.top, self.bottom = extent(moving, 2)
        self.left, self.right = extent(moving, 3)
        self.moving, self.here, self.local_mean = (self.cut(image, (2, 3)) for image in (moving, views.picture, local_mean))
        self.start = self.cut(identity_grid(views), (1, 2))
        self.path = self.cut(to_grid(views, views.full(path)), (1, 2))

    def cut(self, image, axes):
        """The rectangle of an image that holds all that drifts."""
        return op("Slice", image, concat([self.top, self.left], 0), concat([self.bottom, self.right], 0), np.array(axes))

    def at(self, clock):
        """The picture [1,3,H,W] with what drifts where it is now; the picture itself if nothing does."""
        return when(self.happens, lambda: self.picture + self.change(clock), lambda: op("Identity", self.picture))

    def change(self, clock):
        cycles = clock.turns(value_of(np.array([CYCLES_PER_SECOND])))
        layers, shares = [], []
        for lag in (0.5, 0.0):
            run = reshape(fraction(cycles + lag) - 0.5, 1, 1, 1, 1)
            layer = sample(self.layer, self.start - self.path * run, "bilinear") * (1.0 - 2.0 * absolute(run))
            layers.append(part(layer, 1, 0, 3))
            shares.append(part(layer, 1, 3, 4))
        weight = shares[0] + shares[1] + 1e-4
        norm = sqrt(squared(shares[0]) + squared(shares[1]) + 1e-8) / weight
        filled = (shares[0] + shares[1]) / weight
        deviation = (layers[0] + layers[1]) / weight - self.local_mean * filled
        mixture = self.local_mean + deviation / maximum(norm, 0.6)
        change = self.moving * (mixture - self.here)
        below, right = size(self.picture, 2) - self.bottom, size(self.picture, 3) - self.right
        nothing = np.array([0, 0])
        return op("Pad", change, concat([value_of(nothing), self.top, self.left, value_of(nothing), below, right], 0))


def extent(image, axis):
    """First row (axis 2) or column (axis 3) of [1,1,H,W] that is not nearly zero, and the one after the last: INT64 [1]."""
    strongest = op("Squeeze", op("ReduceMax", image, ints(5 - axis), keepdims=0), ints(0, 1))
    length = size(image, axis)
    index = op("Range", np.array(0, np.int64), op("Squeeze", length), np.array(1, np.int64))
    seen = greater(strongest, 1 / 512)
    first = op("ReduceMin", where(seen, index, length - 1), ints(0))
    last = op("ReduceMax", where(seen, index, np.array([0])), ints(0))
    return first, op("Max", last, first) + 1
