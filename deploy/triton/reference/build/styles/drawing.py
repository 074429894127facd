"""Drawings in one colour: charcoal, pencil (graphite), ink. With keep_colors the tool takes the colours of the picture."""
from ..graph import op
from ..mathematics import blur, clamp, cos, exp, log, maximum, mean, sigmoid, sin, soft_step, squared
from ..views import luma, wide_blur
from .color import mixed, rgb, saturated
from .dabs import Grid, Strokes, lay
from .flow import directions, eigen
from .lines import contours
from .paper import GRAIN, LAID, clouds, sheet


def exposed(picture, target=0.56, clarity=0.6):
    """Luma brought by a power to a mean of about `target`, so that a night is drawn with paper left, and with its forms brought out."""
    grey = luma(picture)
    form = op("Clip", grey + clarity * (grey - wide_blur(grey)), 0.004, 1.0)
    middle = mean(form, (1, 2, 3))
    power = log(target * 0.62 + middle * 0.38) / op("Min", log(middle + 0.02), -0.05)
    return op("Pow", form, op("Clip", power, 0.45, 1.5))


def hatching(subject, darkness, cell, length, width, salt, angle, follow=None, spread=0.06, low=0.3, high=0.6, edge=2.0, scatter=0.7):
    """Ink of thin strokes 0.. [1,1,H,W] where it is dark: strokes at an angle, or along the tensor `follow` turned by it."""
    grid = Grid(subject, subject.unit * cell, 2, salt, scatter)
    turn = angle + (grid.chance(2) - 0.5) * (2.0 * spread)
    c, s = cos(turn), sin(turn)
    if follow is not None:
        fc, fs, _ = eigen(grid.look(follow))
        c, s = fc * c - fs * s, fc * s + fs * c
    tone = grid.look(darkness)
    there = soft_step(tone, low, high)
    wanted = soft_step(there - grid.chance(3) * 0.85, 0.0, 0.15)
    strokes = Strokes(c, s, length * (0.7 + 0.6 * grid.chance(4)), width * (0.7 + 0.6 * grid.chance(5)), (grid.chance(6) - 0.5) * 0.08,
                      log(wanted * (0.6 + 0.4 * grid.chance(7)) + 1e-6), grid.even(), 1)
    # A line runs a little over the edge of its tone, not far.
    return lay(grid, strokes, lambda sums, under: sums.weight, edge=edge, dome=0.0) * soft_step(blur(darkness, 2), low * 0.5, low + 0.05)


def drawn(subject, ink, paper, pigment):
    """Ink 0..1 of a pigment on paper; with keep_colors the pigment is the picture's colour, dark enough to carry the tone, and
    a thin rub of it lies on the paper."""
    grey = luma(subject.picture)
    own = clamp(saturated(subject.picture, 1.35) * (0.55 / op("Max", grey, 0.12)) * (0.35 + grey * 0.8))
    tool = mixed(pigment, own, subject.keep)
    rubbed = clamp(saturated(subject.picture, 1.3) * (0.92 / op("Max", grey, 0.2)))
    paper = paper * mixed(rgb(1, 1, 1), rubbed, subject.keep * 0.45 * (1.0 - squared(grey)))
    paper = clamp(paper * subject.tint())
    return clamp(paper * (1.0 - ink) + tool * ink * (0.4 + 0.6 * paper))


def pencil(subject):
    tensor = directions(subject.picture)
    dark = soft_step(1.0 - exposed(subject.picture, 0.6), -0.16, 1.0)
    tooth = sheet(subject, GRAIN, 81)
    lines = contours(subject, tensor, 0.9, 0.006, 350.0)
    first = hatching(subject, dark, 1.2, 1.8, 0.05, 82, -0.9, spread=0.04, low=0.08, high=0.8)
    form = hatching(subject, dark, 1.1, 1.75, 0.05, 83, 0.0, follow=tensor, low=0.3, high=0.95)
    cross = hatching(subject, dark, 1.0, 1.8, 0.055, 84, 0.4, low=0.75, high=1.1)
    lead = first * 0.4 + form * 0.42 + cross * 0.5 + op("Pow", dark, 1.7) * 1.5
    graphite = 1.0 - exp(-(lead * (0.72 + 0.56 * tooth)))
    ink = maximum(graphite * 0.88, lines * (0.5 + 0.45 * tooth) * 0.92)
    return drawn(subject, ink, rgb(0.965, 0.955, 0.935) - (tooth - 0.5) * 0.03, rgb(0.13, 0.13, 0.15))


def charcoal(subject):
    """Tone is what share of the paper's tooth takes the coal; broad strokes press more or less, and the hand smears."""
    tensor = directions(subject.picture)
    dark = soft_step(1.0 - exposed(subject.picture, 0.52, 0.4), -0.12, 1.0)
    tooth = sheet(subject, GRAIN, 91) * 0.7 + sheet(subject, LAID, 92, 1100.0) * 0.3
    broad = hatching(subject, dark, 1.7, 1.45, 0.22, 93, 0.0, follow=tensor, spread=0.2, low=0.05, high=0.8, edge=1.0)
    slant = hatching(subject, dark, 1.9, 1.55, 0.20, 94, -0.8, spread=0.12, low=0.15, high=0.85, edge=1.0)
    stroked = 1.0 - exp(-0.8 * (broad + slant))
    load = dark * (0.35 + 0.75 * stroked) + squared(squared(dark)) * 0.4
    catch = sigmoid((load - 0.12 - 0.8 * tooth) * 5.0)
    lines = contours(subject, tensor, 1.5, 0.012, 180.0)
    smear = blur(dark, 2) * (0.55 + 0.35 * stroked)
    ink = maximum(mixed(catch, smear, 0.5), lines * (0.45 + 0.45 * (1.0 - tooth)))
    return drawn(subject, op("Min", ink * 1.04, 0.97), rgb(0.93, 0.905, 0.865) - (tooth - 0.5) * 0.06, rgb(0.085, 0.08, 0.08))


def ink(subject):
    tensor = directions(subject.picture)
    dark = 1.0 - exposed(subject.picture, 0.62)
    fine = contours(subject, tensor, 0.9, 0.008, 700.0)
    bold = contours(subject, tensor, 1.8, 0.020, 500.0)
    first = hatching(subject, dark, 1.15, 1.8, 0.045, 102, -0.75, low=0.45, high=0.9, edge=3.0)
    second = hatching(subject, dark, 1.15, 1.8, 0.045, 103, 0.75, low=0.7, high=1.0, edge=3.0)
    pen = 1.0 - exp(-1.8 * (first + second))
    blot = clouds(subject, 13, 110.0)
    wet = blur(dark, 2) + (blot - 0.5) * 0.07
    wash = blur(dark, 2) * 0.3 + soft_step(wet, 0.36, 0.40) * 0.10 + soft_step(wet, 0.56, 0.60) * 0.14 + soft_step(wet, 0.74, 0.78) * 0.2
    load = maximum(maximum(fine, bold), maximum(pen * 0.9, wash * (0.85 + 0.3 * blot)))
    return drawn(subject, load, rgb(0.975, 0.96, 0.925), rgb(0.06, 0.065, 0.10))
