"""Sums of travelling waves: fixed fields in space times numbers that turn in time.

After Y.-Y. Chuang et al., "Animating pictures with stochastic motion textures", SIGGRAPH 2005. With S the wave's argument
in space and t its angle in time, sin(S + t) = sin S cos t + cos S sin t: sin S and cos S are computed once per call, and
a frame's fields are one matrix product.
"""
import math

import numpy as np

from .graph import op, value_of
from .mathematics import concat, cos, reshape, sin, size, total


class Waves:
    """K waves that turn `rates` times per second, mixed into C fields.

    reaches  C rows of K numbers: how much of each wave a field takes; a field is zero at rest
    leads    C numbers: quarter turns by which the field runs ahead
    """

    def __init__(self, rates, phases, reaches, leads=None):
        count = len(rates)
        self.rates, self.phases = np.asarray(rates, np.float64), phases
        self.reaches = [np.broadcast_to(np.asarray(r, np.float64), count).copy() for r in reaches]
        self.leads = leads or [0.0] * len(reaches)

    @staticmethod
    def spread(argument):
        """[1,K,h,w] in radians -> [1,2K,h,w], the sines and cosines that `at` takes."""
        return concat([sin(argument), cos(argument)], 1)

    def at(self, clock, speed, spread):
        """[1,C,h,w] at the clock's time, rates multiplied by speed FLOAT [1]."""
        angle = clock.angles(value_of(self.rates) * op("Max", speed, 1e-3)) + self.phases
        rows = []
        for reach, lead in zip(self.reaches, self.leads):
            now, first = angle + lead * (math.pi / 2), self.phases + lead * (math.pi / 2)
            rows.append(reshape(concat([(cos(now) - clock.rest * cos(first)) * reach, (sin(now) - clock.rest * sin(first)) * reach], 0), 1, -1))
        matrix = op("Reshape", spread, concat([size(spread, 1), np.array([-1])], 0))
        field = op("MatMul", concat(rows, 0), matrix)
        return op("Reshape", field, concat([np.array([1, len(rows)]), size(spread, 2), size(spread, 3)], 0))


def plane(views, dx, dy, wavelengths, slants):
    """Arguments [1,K,h,w] of waves that run along (dx, dy), each turned by its slant (radians); lengths in units."""
    k = (2 * math.pi / np.asarray(wavelengths, np.float64)).reshape(1, -1, 1, 1)
    slants = np.asarray(slants, np.float64)
    c, s = np.cos(slants).reshape(1, -1, 1, 1), np.sin(slants).reshape(1, -1, 1, 1)
    return (views.x * (dx * c - dy * s) + views.y * (dx * s + dy * c)) * (-k)


def meander(views, phases, wavelengths, heading=0.7):
    """A smooth random surface [1,1,h,w] of standard deviation about 1: waves in spread-out directions."""
    count = len(wavelengths)
    angles = heading + np.arange(count) * 2.4
    k = 2 * math.pi / np.asarray(wavelengths, np.float64)
    kx, ky = (k * np.cos(angles)).reshape(1, -1, 1, 1), (k * np.sin(angles)).reshape(1, -1, 1, 1)
    return total(sin(views.x * kx + views.y * ky + reshape(phases, 1, -1, 1, 1)), (1,)) * math.sqrt(2 / count)


def curl(views, phases, wavelengths):
    """A divergence-free swirl [1,2,h,w] (x, y) of length about 1: the rotated slope of a smooth random surface."""
    count = len(wavelengths)
    angles = 0.4 + np.arange(count) * 2.4
    k = 2 * math.pi / np.asarray(wavelengths, np.float64)
    kx, ky = (k * np.cos(angles)).reshape(1, -1, 1, 1), (k * np.sin(angles)).reshape(1, -1, 1, 1)
    slopes = cos(views.x * kx + views.y * ky + reshape(phases, 1, -1, 1, 1))
    return concat([total(slopes * np.sin(angles).reshape(1, -1, 1, 1), (1,)), total(slopes * -np.cos(angles).reshape(1, -1, 1, 1), (1,))], 1) \
        * math.sqrt(2 / count)
