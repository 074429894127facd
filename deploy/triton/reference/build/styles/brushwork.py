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
    cling: how strictly strokes keep to their colour; detail: difference from the picture, in luma, at which strokes are laid (0: everywhere);
    variety: spread of the colours of strokes."""

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

    def shade(self, sums, under):
        """Colour and height of the paint, over the coarser layer where this one has strokes."""
        mark = sums.values()
        hairs = bristles(sums.along(), sums.across() * (1.0 / self.width), part(mark, 1, 3, 4))
        fresh = concat([part(mark, 1, 0, 3), hairs], 1)
        return fresh if under is None else under + (fresh - under) * (sums.weight / (sums.weight + math.exp(-self.ranks * 0.5 - 2.0)))


def paint(subject, layers, tensor, palette, salt):
    """Returns the painting [1,3,H,W] and the height of its paint 0..1 [1,1,H,W]. palette(grid, color, variety) varies the colours of strokes."""
    canvas = coarser = None
    sizes = concat([subject.height, subject.width], 0)
    for index, layer in enumerate(layers):
        grid = Grid(subject, subject.unit * layer.cell, layer.reach, salt + index)
        source = subject.softened(layer.cell * layer.width)
        color = grid.look(source)
        rank = (grid.chance(4) - 0.5) * layer.ranks
        if layer.detail:
            missed = grid.look(dilate(distance(source, resized(coarser, op("Shape", source, start=2, end=4))), 1, 1, 1, 1))
            rank = rank - 40.0 * (1.0 - soft_step(missed, layer.detail * 0.6, layer.detail))
        coarser = source
        values = concat([palette(grid, color, layer.variety), op("Add", grid.chance(5), grid.even())], 1)
        strokes = Strokes(*directed(grid, tensor, layer), rank, values, 4, color)
        clinging = resized(subject.softened(layer.cell * layer.width * 0.5), sizes)
        canvas = lay(grid, strokes, layer.shade, clinging, canvas, layer.cling, layer.edge, layer.dome)
    return part(canvas, 1, 0, 3), part(canvas, 1, 3, 4)


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
