"""Anisotropic Kuwahara filter: patches of paint with sharp borders.

J. E. Kyprianidis, H. Kang, J. Doellner, "Image and video abstraction by anisotropic Kuwahara filtering", Pacific Graphics 2009, with the
polynomial sector weights of J. E. Kyprianidis, "Image and video abstraction by multi-scale anisotropic Kuwahara filtering", NPAR 2011: an
ellipse along the local direction is cut into eight sectors; the mean of each counts the more the less the sector varies. The ellipse is
sampled at fixed points of the unit disc, so the sector sums are one 1x1 convolution.
"""
import math

import numpy as np

from ..graph import op
from ..mathematics import convolve, squared, total
from .strips import gather

SECTORS = 8


def disc(rings):
    """[P,2] points of the unit disc and [8,P] normalised weights of each in the eight overlapping sectors."""
    points = np.array([(r * math.cos(a), r * math.sin(a)) for r, n, turn in rings for a in (turn + 2 * math.pi * np.arange(n) / n)])
    zeta, eta = 0.33, 0.84
    weights = []
    for i in range(SECTORS):
        c, s = math.cos(2 * math.pi * i / SECTORS), math.sin(2 * math.pi * i / SECTORS)
        x, y = points @ [c, s], points @ [-s, c]
        inside = np.maximum(0, x + zeta - eta * y * y) ** 2 * np.exp(-1.2 * (points ** 2).sum(1))
        weights.append(inside / inside.sum())
    return points, np.array(weights)


FINE = ((0.0, 1, 0.0), (0.36, 7, 0.0), (0.68, 12, 0.2), (1.0, 16, 0.1))
COARSE = ((0.0, 1, 0.0), (0.5, 8, 0.0), (1.0, 12, 0.2))


def kuwahara(picture, x, y, step, eigen, radius, rings=FINE):
    """Filtered picture [1,3,h,w] at pixel coordinates x, y; eigen = (cosine, sine, anisotropy) there; radius in pixels."""
    cosine, sine, along = eigen
    points, weights = disc(rings)
    u, v = (points[:, i].reshape(1, -1, 1, 1) for i in (0, 1))
    major, minor = radius * (1.0 + along), radius / (1.0 + along)
    px = x + u * (major * cosine) - v * (minor * sine)
    py = y + u * (major * sine) + v * (minor * cosine)
    colors = op("Squeeze", gather(picture, px, py, step), np.array([0]))
    kernel = weights.reshape(SECTORS, -1, 1, 1)
    means = convolve(colors, kernel)
    deviations = convolve(colors * colors, kernel) - means * means
    variance = op("Max", op("ReduceSum", deviations, np.array([0]), keepdims=1), 0.0)
    steadiness = 1.0 / (1.0 + squared(squared(variance * 4000.0)))
    mixed = total(means * steadiness, (1,)) / total(steadiness, (1,))
    return op("Transpose", mixed, perm=[1, 0, 2, 3])
