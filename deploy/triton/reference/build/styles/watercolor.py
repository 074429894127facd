"""Watercolour: flat washes with dark rims, pigment that settles unevenly, paper that shows through.

A. Bousseau, M. Kaplan, J. Thollot, F. X. Sillion, "Interactive watercolor rendering with temporal coherence and abstraction", NPAR 2006.
"""
from ..graph import op
from ..mathematics import blur, clamp, floor, fraction, sigmoid, soft_step, sqrt, squared, total
from ..views import luma
from .color import emboss, glazed, mixed, rgb, vibrant, with_details, with_sparks
from .flow import directions, eigen, gradient
from .kuwahara import COARSE, kuwahara
from .paper import GRAIN, WASH, clouds, sheet
from .strips import by_strips

WASHES = 6.0


def watercolor(subject):
    tensor = directions(subject.picture)
    wander = [(sheet(subject, WASH, 110 + k, 330.0) - 0.5) * (subject.unit * 0.45) for k in range(2)]

    def strip(x, y):
        dx, dy = (subject.at(w, x, y) for w in wander)
        x, y = x + dx, y + dy
        return kuwahara(subject.picture, x, y, subject.step, eigen(subject.at(tensor, x, y)), subject.unit * 1.0, COARSE)

    flat = with_sparks(with_details(by_strips(subject, 3, strip), subject.picture, 0.5), subject.picture)
    fine = luma(subject.picture)
    accents = op("Clip", fine - blur(fine, 3) + 0.02, -0.5, 0.0)
    flat = clamp(flat + accents * 0.6)
    grey = luma(flat)
    # Washes laid one over the other: tones gather in steps.
    steps = grey * WASHES
    stepped = (floor(steps) + sigmoid((fraction(steps) - 0.5) * 9.0)) * (1.0 / WASHES)
    flat = flat * ((0.45 * grey + 0.55 * stepped + 0.02) / (grey + 0.02))
    grey = luma(flat)
    slopes = gradient(blur(grey, 1))
    rim = op("Min", sqrt(total(squared(slopes), (1,)) + 1e-8) * 7.0, 1.0)
    pooled = op("Relu", blur(grey, 5) - grey) * 3.0
    paper = sheet(subject, GRAIN, 120)
    flow = clouds(subject, 14, 110.0)
    light = op("Pow", op("Clip", flat, 0.001, 1.0), 0.62) * 0.94 + rgb(0.05, 0.055, 0.065)
    fresh = vibrant(light, 0.55 * subject.free)
    density = 1.0 + (flow - 0.5) * 0.75 + rim * 0.7 + op("Min", pooled, 0.5) + (paper - 0.5) * 0.36
    washed = glazed(clamp(fresh), density)
    dry = soft_step(grey + (paper - 0.5) * 0.1, 0.70, 0.92) * 0.75
    return clamp(mixed(washed, rgb(0.985, 0.98, 0.965), dry) * (1.0 + emboss(paper) * 0.04))
