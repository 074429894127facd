"""Painting by layers of strokes, coarse to fine; a finer layer paints only where the coarser one misses something."""
import math
from dataclasses import dataclass

from ..graph import op
from ..mathematics import concat, cos, dilate, part, sin, soft_step, sqrt, squared, total
from ..views import resized
from .dabs import Grid, Strokes, lay
from .flow import eigen
from .paper import bristles


@dataclass(frozen=True)
class Layer:
    """cell: grid spacing in units; length, width: halves in cells (length + width at most `reach`); turn: spread of directions in radians;
    cling: how strictly strokes keep to their colour; detail: difference from the picture, in luma, at which strokes are laid (0: everywhere); variety: spread
    of the colours of strokes."""

    cell: float
    length: float
    width: float
    reach: int = 1
    turn: float = 0.3
    cling: float = 60.0
    detail: float = 0.0
    ranks: float = 8.0
    edge: float = 2.0
    dome: float = 0.12
    variety: float = 1.0


def paint(subject, layers, tensor, palette, salt, wobble=None):
    """Returns the painting [1,3,H,W] and the height of its paint 0..1 [1,1,H,W]. palette(grid, color, variety) varies the colours of strokes."""
    canvas = height = coarser = None
    sizes = concat([subject.height, subject.width], 0)
    for index, layer in enumerate(layers):
        grid = Grid(subject, subject.unit * layer.cell, layer.reach, salt + index)
        source = subject.softened(layer.cell * layer.width)
        color = grid.look(source)
        strokes = Strokes(*directed(grid, tensor, layer), rank=(grid.chance(4) - 0.5) * layer.ranks, color=color, values=None)
        if layer.detail:
            missed = grid.look(dilate(distance(source, resized(coarser, op("Shape", source, start=2, end=4))), 1, 1, 1, 1))
            strokes.rank = strokes.rank - 40.0 * (1.0 - soft_step(missed, layer.detail * 0.6, layer.detail))
        coarser = source
        strokes.values = concat([palette(grid, color, layer.variety), op("Add", grid.chance(5), grid.even())], 1)
        clinging = resized(subject.softened(layer.cell * layer.width * 0.5), sizes)
        sums = lay(grid, strokes, clinging, layer.cling, layer.edge, layer.dome, wobble)
        weight = part(sums, 1, 4, 5)
        mark = part(sums, 1, 0, 4) / weight
        place = part(sums, 1, 5, 7) / weight
        hairs = bristles(part(place, 1, 0, 1), part(place, 1, 1, 2) * (1.0 / layer.width), part(mark, 1, 3, 4))
        fresh = part(mark, 1, 0, 3)
        if canvas is None:
            canvas, height = fresh, hairs
        else:
            cover = weight / (weight + math.exp(-layer.ranks * 0.5 - 2.0))
            canvas, height = canvas + (fresh - canvas) * cover, height + (hairs - height) * cover
    return canvas, height


def distance(a, b):
    """Root mean square difference of two colour images [1,1,h,w]."""
    return sqrt(total(squared(a - b), (1,)) * (1 / 3))


def directed(grid, tensor, layer):
    """cosine, sine, length, width, bend of a layer's strokes: along the flow there, bent as it bends."""
    cosine, sine, _ = eigen(grid.look(tensor))
    turn = (grid.chance(2) - 0.5) * (2.0 * layer.turn)
    c, s = cosine * cos(turn) - sine * sin(turn), cosine * sin(turn) + sine * cos(turn)
    share = 0.65 + 0.4 * grid.chance(3)
    length, width = layer.length * share, layer.width * (1.1 - 0.4 * grid.chance(6))
    return c, s, length, op("Add", width, grid.even()), bends(grid, tensor, c, s, layer)


def bends(grid, tensor, c, s, layer):
    """Sideways offset of the ends: half the turn of the flow between both ends, over the length."""
    reach = grid.pixels * layer.length
    turned = []
    for side in (-1.0, 1.0):
        fc, fs, _ = eigen(grid.subject.at(tensor, grid.x + c * reach * side, grid.y + s * reach * side))
        dot, cross = c * fc + s * fs, c * fs - s * fc
        turned.append(op("Clip", cross * op("Sign", dot), -0.7, 0.7))
    return (turned[1] - turned[0]) * (0.25 / op("Max", layer.length, 0.25))
