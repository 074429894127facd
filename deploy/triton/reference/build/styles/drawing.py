"""Drawings in one colour: charcoal, pencil (graphite), ink. With keep_colors the tool takes the colours of the picture."""
import math

import numpy as np

from ..graph import op
from ..mathematics import clamp, concat, cos, exp, log, maximum, mean, part, reshape, sin, soft_step
from ..views import luma, resized
from .color import mixed, rgb, saturated
from .dabs import Grid, Strokes, lay
from .flow import directions, eigen
from .lines import contours
from .paper import GRAIN, LAID, clouds, sheet


def exposed(picture, target=0.56):
    """Luma brought by a power to a mean of about `target`, so that a night is drawn with paper left."""
    grey = op("Clip", luma(picture), 0.004, 1.0)
    power = math.log(target) / op("Min", log(mean(grey, (1, 2, 3)) + 0.02), -0.05)
    return op("Pow", grey, op("Clip", power, 0.45, 1.5))


def hatching(subject, darkness, cell, length, width, salt, angle, follow=None, spread=0.06, low=0.3, high=0.6, edge=2.0):
    """Ink of thin strokes 0.. [1,1,H,W] where it is dark: strokes at an angle, or along the tensor `follow` turned by it."""
    grid = Grid(subject, subject.unit * cell, 2, salt)
    turn = angle + (grid.chance(2) - 0.5) * (2.0 * spread)
    c, s = cos(turn), sin(turn)
    if follow is not None:
        fc, fs, _ = eigen(grid.look(follow))
        c, s = fc * c - fs * s, fc * s + fs * c
    tone = grid.look(darkness)
    there = soft_step(tone, low, high)
    wanted = soft_step(there - grid.chance(3) * 0.85, 0.0, 0.15)
    strokes = Strokes(c, s, length * (0.7 + 0.6 * grid.chance(4)), width * (0.7 + 0.6 * grid.chance(5)), (grid.chance(6) - 0.5) * 0.08,
                      log(wanted * (0.6 + 0.4 * grid.chance(7)) + 1e-6), grid.even() + 1.0)
    return part(lay(grid, strokes, edge=edge, dome=0.0), 1, 0, 1)


def drawn(subject, ink, paper, pigment):
    """Ink 0..1 of a pigment on paper; with keep_colors the pigment is the picture's colour, dark enough to carry the tone."""
    grey = luma(subject.picture)
    own = clamp(saturated(subject.picture, 1.35) * (0.55 / op("Max", grey, 0.12)) * (0.35 + grey * 0.8))
    tool = mixed(pigment, own, subject.keep)
    return clamp(paper * (1.0 - ink) + tool * ink * (0.4 + 0.6 * paper))


def pencil(subject):
    tensor = directions(subject.picture)
    tone = exposed(subject.picture, 0.62)
    dark = 1.0 - tone
    tooth = sheet(subject, GRAIN, 81)
    lines = contours(subject, tensor, 0.9, 0.96, 0.004, 18.0)
    first = hatching(subject, dark, 0.55, 1.7, 0.075, 82, -0.9, low=0.12, high=0.75)
    form = hatching(subject, dark, 0.6, 1.6, 0.075, 83, 0.0, follow=tensor, low=0.3, high=0.85)
    cross = hatching(subject, dark, 0.5, 1.6, 0.085, 84, 0.5, low=0.55, high=1.0)
    lead = first * 0.55 + form * 0.6 + cross * 0.7 + op("Pow", dark, 1.6) * 0.65
    graphite = 1.0 - exp(-(lead * (0.55 + 0.9 * tooth)))
    ink = maximum(graphite * 0.86, lines * (0.55 + 0.4 * tooth) * 0.9)
    return drawn(subject, ink, rgb(0.965, 0.955, 0.935) - (tooth - 0.5) * 0.03, rgb(0.13, 0.13, 0.15))


def charcoal(subject):
    tensor = directions(subject.picture)
    tone = exposed(subject.picture, 0.5)
    dark = 1.0 - tone
    tooth = sheet(subject, LAID, 91, 760.0)
    broad = hatching(subject, dark, 1.1, 1.3, 0.34, 92, 0.0, follow=tensor, spread=0.25, low=0.15, high=0.85, edge=0.5)
    slant = hatching(subject, dark, 1.2, 1.4, 0.30, 93, -0.8, spread=0.15, low=0.4, high=1.0, edge=0.5)
    lines = contours(subject, tensor, 1.5, 0.97, 0.006, 12.0)
    load = dark * dark * 1.1 + broad * 0.25 + slant * 0.25
    catch = op("Sigmoid", (load * 1.25 - tooth * 0.85) * 7.0)
    ink = maximum(mixed(op("Min", load, 1.0) * 0.9, catch, 0.62), lines * (0.5 + 0.5 * soft_step(tooth, 0.7, 0.3)))
    return drawn(subject, op("Min", ink, 0.96), rgb(0.93, 0.905, 0.865) - (tooth - 0.5) * 0.05, rgb(0.09, 0.085, 0.085))


def ink(subject):
    tensor = directions(subject.picture)
    tone = exposed(subject.picture, 0.62)
    dark = 1.0 - tone
    fine = contours(subject, tensor, 0.9, 0.975, 0.003, 60.0)
    bold = contours(subject, tensor, 1.8, 0.97, 0.012, 60.0)
    first = hatching(subject, dark, 0.62, 1.7, 0.06, 102, -0.75, low=0.35, high=0.8, edge=3.0)
    second = hatching(subject, dark, 0.62, 1.7, 0.06, 103, 0.75, low=0.6, high=1.0, edge=3.0)
    pen = 1.0 - exp(-1.6 * (first + second))
    blot = clouds(subject, 13)
    wash = soft_step(dark + (blot - 0.5) * 0.2, 0.35, 0.42) * 0.22 + soft_step(dark + (blot - 0.5) * 0.2, 0.58, 0.64) * 0.25
    black = op("Sigmoid", (dark - 0.86) * 60.0)
    load = maximum(maximum(fine, bold), maximum(pen * 0.9, maximum(black * 0.95, wash * (0.8 + 0.4 * blot))))
    return drawn(subject, load, rgb(0.975, 0.96, 0.925), rgb(0.06, 0.065, 0.10))
