"""Motion as a sum of modes: fixed fields in space times numbers that turn in time.

After Y.-Y. Chuang et al., "Animating pictures with stochastic motion textures", SIGGRAPH 2005: the displacement of a
sample is a short series of oscillations whose phases come from travelling waves. With S the wave's argument in space
and t its angle in time, sin(S + t) = sin S cos t + cos S sin t: sin S and cos S are computed once per call, and a
frame's whole field is one matrix product. Each mode moves x, y (units, what is in the picture moves by this much) and
the brightness (a share).
"""
import math

import numpy as np

from .graph import op, value_of
from .mathematics import concat, cos, reshape, sin, size


class Row:
    """One row of the input `motion`, its amount already multiplied by motion_strength; all FLOAT [1]."""

    def __init__(self, row, strength, natural):
        amount, dx, dy, speed = (op("Slice", row, np.array([i]), np.array([i + 1]), np.array([0])) for i in range(4))
        self.amount = op("Clip", amount, 0.0, 1.0) * op("Clip", strength, 0.0, 1.0)
        length = op("Sqrt", dx * dx + dy * dy)
        self.given = op("Greater", length, 1e-3)
        divisor = op("Max", length, 1e-3)
        self.dx = op("Where", self.given, dx / divisor, float(natural[0]))
        self.dy = op("Where", self.given, dy / divisor, float(natural[1]))
        self.speed = op("Clip", speed, 0.0, 4.0)
        asked = op("And", op("Greater", self.amount, 0.0), op("Greater", speed, 0.0))
        self.active = op("Cast", asked, to=1)


class Modes:
    """K modes that share an envelope.

    argument  [1,K,h,w] S, angle   envelope  [1,1,h,w] or [1,K,h,w]   rates  [K] turns per second (numbers)
    along, across [K] numbers: reach in units along and across the row's direction   gain [K] numbers: brightness
    across_lead, gain_lead: quarter turns by which these run ahead of the motion along
    """

    def __init__(self, row, phases, argument, envelope, rates, along, across=0.0, gain=0.0, across_lead=1.0, gain_lead=1.0):
        count = len(rates)
        rates, along, across, gain = (np.broadcast_to(np.asarray(v, np.float64), count).copy() for v in (rates, along, across, gain))
        strength = row.amount * row.active
        self.rates = value_of(rates) * op("Max", row.speed, 1e-3)
        self.phases = phases
        self.sine, self.cosine = sin(argument) * envelope, cos(argument) * envelope
        along, across = value_of(along) * strength, value_of(across) * strength
        zero = value_of(np.zeros(count))
        # What (x, y, brightness) take of the motion along [first] and of the leading parts [second, third].
        self.reaches = [stack([along * row.dx, along * row.dy, zero]),
                        stack([across * (row.dy * -1.0), across * row.dx, zero]),
                        stack([zero, zero, value_of(gain) * strength])]
        self.leads = [0.0, across_lead * math.pi / 2, gain_lead * math.pi / 2]

    def weights(self, clock):
        """[3,2K]: what x, y and brightness take of every sine and cosine field now, less what they took at rest."""
        angle = clock.angles(self.rates) + self.phases
        sines = cosines = None
        for reach, lead in zip(self.reaches, self.leads):
            now, first = angle + lead, self.phases + lead
            s = reach * (cos(now) - clock.rest * cos(first))
            c = reach * (sin(now) - clock.rest * sin(first))
            sines, cosines = (s, c) if sines is None else (sines + s, cosines + c)
        return concat([sines, cosines], 1)


def stack(rows):
    return concat([reshape(r, 1, -1) for r in rows], 0)


def plane_waves(views, row, wavelengths, slants):
    """Arguments [1,K,h,w] of waves that run along the row's direction, each turned by its slant (radians)."""
    wavelengths, slants = np.asarray(wavelengths, np.float64), np.asarray(slants, np.float64)
    k = (2 * math.pi / wavelengths).reshape(1, -1, 1, 1)
    c, s = np.cos(slants).reshape(1, -1, 1, 1), np.sin(slants).reshape(1, -1, 1, 1)
    dx, dy = reshape(row.dx, 1, 1, 1, 1), reshape(row.dy, 1, 1, 1, 1)
    return (views.x * (dx * c - dy * s) + views.y * (dx * s + dy * c)) * (-k)


def meander(views, phases, wavelengths, heading=0.7):
    """A smooth random surface [1,1,h,w] of standard deviation about 1: waves in spread-out directions."""
    count = len(wavelengths)
    angles = heading + np.arange(count) * 2.4
    k = 2 * math.pi / np.asarray(wavelengths, np.float64)
    kx, ky = (k * np.cos(angles)).reshape(1, -1, 1, 1), (k * np.sin(angles)).reshape(1, -1, 1, 1)
    waves = sin(views.x * kx + views.y * ky + reshape(phases, 1, -1, 1, 1))
    return op("ReduceSum", waves, np.array([1]), keepdims=1) * math.sqrt(2 / count)


class Fields:
    """All modes of all motions as one matrix, and the field they make at a moment."""

    def __init__(self, groups):
        self.groups = groups
        images = concat([i for g in groups for i in (g.sine, g.cosine)], 1)
        self.spatial = size(images, 2), size(images, 3)
        self.matrix = op("Reshape", images, concat([size(images, 1), np.array([-1])], 0))

    def at(self, clock):
        """[1,3,h,w]: movement in x and y (units) and change of brightness (share)."""
        weights = concat([g.weights(clock) for g in self.groups], 1)
        field = op("MatMul", weights, self.matrix)
        return op("Reshape", field, concat([np.array([1, 3]), *self.spatial], 0))
