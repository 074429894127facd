"""Watercolour: flat washes with dark rims, pigment that settles unevenly, paper that shows through.

A. Bousseau, M. Kaplan, J. Thollot, F. X. Sillion, "Interactive watercolor rendering with temporal coherence and abstraction", NPAR 2006.
"""
import numpy as np

from ..graph import op
from ..mathematics import blur, clamp, concat, mean, soft_step, sqrt, squared, total
from ..views import luma
from .color import emboss, glazed, mixed, rgb, saturated, with_sparks
from .flow import directions, eigen, gradient
from .kuwahara import COARSE, kuwahara
from .paper import GRAIN, WASH, clouds, sheet
from .strips import by_strips


def watercolor(subject):
    tensor = directions(subject.picture)
    wander = [(sheet(subject, WASH, 110 + k, 500.0) - 0.5) * (subject.unit * 0.7) for k in range(2)]

    def strip(x, y):
        dx, dy = (subject.at(w, x, y) for w in wander)
        x, y = x + dx, y + dy
        return kuwahara(subject.picture, x, y, subject.step, eigen(subject.at(tensor, x, y)), subject.unit * 1.3, COARSE)

    flat = with_sparks(by_strips(subject, 3, strip), subject.picture)
    grey = luma(flat)
    slopes = gradient(blur(grey, 1))
    rim = op("Min", sqrt(total(squared(slopes), (1,)) + 1e-8) * 6.0, 1.0)
    pooled = op("Relu", blur(grey, 4) - grey) * 3.0
    paper = sheet(subject, GRAIN, 120)
    flow = clouds(subject, 14)
    light = op("Pow", op("Clip", flat, 0.001, 1.0), 0.72)
    fresh = saturated(light, 1.0 + 0.35 * subject.free)
    density = 1.0 + (flow - 0.5) * 1.1 + rim * 0.55 + op("Min", pooled, 0.6) + (paper - 0.5) * 0.35
    washed = glazed(clamp(fresh), density)
    dry = soft_step(grey, 0.72, 0.95) * 0.6
    return clamp(mixed(washed, rgb(0.985, 0.98, 0.965), dry) * (1.0 + emboss(paper) * 0.10))
