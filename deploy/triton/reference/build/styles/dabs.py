"""Brush strokes without a painter's loop: every pixel looks at the strokes of the few grid cells around it.

A stroke sits in each cell of a grid at a random place, has a direction, length, width, bend and values (colour ...) of its own. A pixel's
weight for it falls off outside its outline and with the stroke's rank, and with the difference of their colours where strokes cling to the
picture; weights are exponentials, so the stroke of the highest rank that covers a pixel wins, smoothly, whatever the order of the sum. After
P. Haeberli, "Paint by numbers", SIGGRAPH 1990, and A. Hertzmann, "Painterly rendering with curved brush strokes of multiple sizes", SIGGRAPH
1998 (coarse to fine layers). Positions, distances of colour and sums over strokes are matrix products.
"""
from dataclasses import dataclass

import numpy as np

from ..chance import shift
from ..graph import FLOAT, INT64, loop, op
from ..mathematics import cast, concat, reshape, size, sqrt, squared, to_float

CHANCES = np.random.RandomState(11).randint(0, 256, (97, 97)).astype(np.uint8)
STRIP_PIXELS = 32


@dataclass
class Strokes:
    """Per stroke, each FLOAT [1,1,gh,gw] or [1,n,gh,gw] on a Grid's points (margin included).

    Lengths are halves and in cells; rank is the exponent of the weight at the stroke's outline; bend is the sideways offset of the stroke's
    ends in 1/cells. color may be None where strokes do not cling. values are what is summed.
    """

    cosine: object
    sine: object
    length: object
    width: object
    bend: object
    rank: object
    values: object
    value_count: int
    color: object = None


class Grid:
    """Stroke places: cells of `pixels` (FLOAT [1,1,1,1]) rounded to whole pixels, and `reach` more cells on every side;
    scatter 0 puts strokes in the middle of their cells, 1 anywhere in them."""

    def __init__(self, subject, pixels, reach, salt, scatter=1.0):
        self.subject, self.reach, self.salt = subject, reach, salt
        self.cell = reshape(cast(op("Max", op("Round", pixels), 2.0), INT64), 1)
        self.pixels = reshape(to_float(self.cell), 1, 1, 1, 1)
        self.rows, self.columns = (op("Div", n + self.cell - 1, self.cell) for n in (subject.height, subject.width))
        # Strips of whole cells; the grid is as long as its strips.
        self.strip = op("Max", op("Div", np.array([STRIP_PIXELS]), self.cell), 1)
        self.strips = op("Div", self.rows + self.strip - 1, self.strip)
        self.rows = self.strips * self.strip
        self.jitter_x, self.jitter_y = (0.5 + (self.chance(k) - 0.5) * scatter for k in (0, 1))
        self.x = (self.line(self.columns, (1, 1, 1, -1)) + self.jitter_x) * self.pixels - 0.5
        self.y = (self.line(self.rows, (1, 1, -1, 1)) + self.jitter_y) * self.pixels - 0.5

    def line(self, count, shape):
        stop = op("Squeeze", count + self.reach)
        return reshape(to_float(op("Range", np.array(-self.reach, np.int64), stop, np.array(1, np.int64))), *shape)

    def chance(self, index):
        """Random numbers 0..1, one per stroke; another set for each index."""
        image = CHANCES
        for axis, count in enumerate((self.rows, self.columns)):
            start = shift(self.subject.seed, 97, self.salt * 64 + index * 2 + axis)
            places = op("Range", np.array(0, np.int64), op("Squeeze", count + 2 * self.reach), np.array(1, np.int64)) + start
            image = op("Gather", image, op("Mod", places, np.array([97])), axis=axis)
        return op("Unsqueeze", to_float(image) * (1 / 255), np.array([0, 1]))

    def look(self, image):
        """An image of the whole picture at the strokes' centres."""
        return self.subject.at(image, self.x, self.y)

    def even(self):
        return self.x * 0.0 + self.y * 0.0


def lay(grid, strokes, shade, picture=None, under=None, cling=0.0, edge=2.0, dome=0.1):
    """Strokes laid over the picture: FLOAT [1,C,H,W] by shade(Sums, under) for the cells of a strip, under = those of the image below.

    cling: exponent per squared distance of colour between `picture` and stroke; edge: fall of the exponent per pixel outside the outline;
    dome: its rise inside, as a share of that.
    """
    reach = grid.reach
    offsets = [(dy, dx) for dy in range(2 * reach + 1) for dx in range(2 * reach + 1)]
    shift_y, shift_x = (np.array([o[i] - reach for o in offsets], float).reshape(1, -1, 1) for i in (0, 1))
    table, widths = table_of(grid, strokes)
    basis = places(grid)
    sharp = reshape(grid.pixels, 1, 1, 1) * edge
    # Rows of the table that the cells of the first strip look at, [cells,strokes].
    wide = grid.columns + 2 * reach
    corner = reshape(count_to(grid.strip), -1, 1) * wide + reshape(count_to(grid.columns), 1, -1)
    own = reshape(corner, -1, 1) + (np.array([[dy for dy, _ in offsets]]) * wide + np.array([[dx for _, dx in offsets]]))

    def strip(i):
        first = op("Mul", i, grid.strip)
        near = op("Gather", table, own + op("Mul", first, wide), axis=0)
        c, s, jx, jy, length, half, bend, rank, *color, values = op("Split", near, np.array(widths), axis=2, outputs=len(widths))
        x, y = jx + shift_x, jy + shift_y
        along, across = concat([c, s, -(c * x + s * y)], 2), concat([-s, c, s * x - c * y], 2)
        u, v = op("MatMul", along, basis), op("MatMul", across, basis)
        v = v - bend * squared(u)
        outside = sqrt(squared(op("Relu", op("Abs", u) - length)) + squared(v)) - half
        exponent = rank - op("LeakyRelu", outside, alpha=dome) * sharp
        if color:
            exponent = exponent - distances(color[0], cells(picture, first, grid, 3)) * cling
        weight = op("Exp", op("Max", exponent, -60.0))
        sums = Sums(values, along, across, weight, basis)
        return [], (uncells(shade(sums, None if under is None else cells(under, first, grid)), grid), FLOAT)

    stacked = loop(op("Squeeze", grid.strips), [], strip)
    rows = op("Transpose", stacked, perm=[1, 0, 2, 3])
    whole = op("Reshape", rows, concat([np.array([1]), size(rows, 0), grid.rows * grid.cell, grid.columns * grid.cell], 0))
    return op("Slice", whole, np.array([0, 0]), concat([grid.subject.height, grid.subject.width], 0), np.array([2, 3]))


class Sums:
    """What the strokes over each pixel come to: weight [cells,1,n], and means by weight [cells,k,n] of values and of the place in a stroke."""

    def __init__(self, values, along, across, weight, basis):
        self._values, self._along, self._across, self._weights, self._basis = values, along, across, weight, basis
        self.weight = op("ReduceSum", weight, np.array([1]), keepdims=1)

    def values(self):
        return self._sum(self._values) / self.weight

    def along(self):
        return op("ReduceSum", self._sum(self._along) * self._basis, np.array([1]), keepdims=1) / self.weight

    def across(self):
        return op("ReduceSum", self._sum(self._across) * self._basis, np.array([1]), keepdims=1) / self.weight

    def _sum(self, table):
        return op("MatMul", op("Transpose", table, perm=[0, 2, 1]), self._weights)


def table_of(grid, strokes):
    """All strokes as rows [points,columns], and how many columns each property has."""
    even = grid.even()
    columns = [strokes.cosine, strokes.sine, grid.jitter_x, grid.jitter_y, strokes.length, strokes.width, strokes.bend, strokes.rank]
    widths = [1] * len(columns)
    if strokes.color is not None:
        columns.append(strokes.color)
        widths.append(3)
    columns.append(strokes.values)
    widths.append(strokes.value_count)
    table = concat([op("Add", c, even) for c in columns], 1)
    return op("Reshape", op("Transpose", table, perm=[0, 2, 3, 1]), np.array([-1, sum(widths)])), widths


def places(grid):
    """Pixels of a cell as columns (x, y, 1) in cells [1,3,n]."""
    line = (to_float(count_to(grid.cell)) + 0.5) / to_float(grid.cell)
    px, py = (op("Add", reshape(line, *shape), reshape(line, *other) * 0.0) for shape, other in (((1, 1, -1), (1, -1, 1)), ((1, -1, 1), (1, 1, -1))))
    return reshape(concat([px, py, px * 0.0 + 1.0], 0), 1, 3, -1)


def distances(color, seen):
    """Squared distances [cells,strokes,n] of colours [cells,strokes,3] and [cells,3,n]."""
    norms = [op("ReduceSum", c * c, np.array([axis]), keepdims=1) for c, axis in ((color, 2), (seen, 1))]
    ones = [n * 0.0 + 1.0 for n in norms]
    return op("MatMul", concat([color * -2.0, norms[0], ones[0]], 2), concat([seen, ones[1], norms[1]], 1))


def count_to(length):
    return op("Range", np.array(0, np.int64), op("Squeeze", length), np.array(1, np.int64))


def cells(image, first, grid, channels=4):
    """The cells of a strip of an image [1,channels,H,W] -> [cells,channels,pixels of a cell]; the border is repeated to whole cells."""
    cell = grid.cell
    rows = op("Slice", image, first * cell, (first + grid.strip) * cell, np.array([2]))
    more = [n - size(rows, axis) for n, axis in ((grid.strip * cell, 2), (grid.columns * cell, 3))]
    whole = op("Pad", rows, concat([np.zeros(6, np.int64), *more], 0), mode="edge")
    split = op("Reshape", whole, concat([np.array([channels]), grid.strip, cell, grid.columns, cell], 0))
    return op("Reshape", op("Transpose", split, perm=[1, 3, 0, 2, 4]), concat([np.array([-1, channels]), cell * cell], 0))


def uncells(values, grid):
    """[cells,C,pixels of a cell] -> [C,rows of the strip,W]."""
    cell = grid.cell
    split = op("Reshape", values, concat([grid.strip, grid.columns, size(values, 1), cell, cell], 0))
    joined = op("Transpose", split, perm=[2, 0, 3, 1, 4])
    return op("Reshape", joined, concat([size(values, 1), grid.strip * cell, grid.columns * cell], 0))
