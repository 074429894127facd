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
from ..mathematics import cast, concat, part, reshape, size, sqrt, squared, to_float

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
    color: object = None


class Grid:
    """Stroke places: cells of `pixels` (FLOAT [1,1,1,1]) rounded to whole pixels, and `reach` more cells on every side."""

    def __init__(self, subject, pixels, reach, salt):
        self.subject, self.reach, self.salt = subject, reach, salt
        self.cell = reshape(cast(op("Max", op("Round", pixels), 2.0), INT64), 1)
        self.pixels = reshape(to_float(self.cell), 1, 1, 1, 1)
        self.rows, self.columns = (op("Div", n + self.cell - 1, self.cell) for n in (subject.height, subject.width))
        # Strips of whole cells; the grid is as long as its strips.
        self.strip = op("Max", op("Div", np.array([STRIP_PIXELS]), self.cell), 1)
        self.strips = op("Div", self.rows + self.strip - 1, self.strip)
        self.rows = self.strips * self.strip
        self.jitter_x, self.jitter_y = self.chance(0), self.chance(1)
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


def lay(grid, strokes, picture=None, cling=0.0, edge=2.0, dome=0.1, wobble=None):
    """Sums over strokes, FLOAT [1,n+3,H,W]: weight times each value, the weight, and weight times the place along and across the stroke.

    cling: exponent per squared distance of colour between `picture` and stroke; edge: fall of the exponent per pixel outside the outline;
    dome: its rise inside, as a share of that; wobble: displacement [1,2,H,W] of the outlines in pixels.
    """
    reach = grid.reach
    even = grid.even()
    columns = [strokes.cosine, strokes.sine, grid.jitter_x, grid.jitter_y, strokes.length, strokes.width, strokes.bend, strokes.rank]
    n_fixed = len(columns)
    clings = strokes.color is not None
    table = concat([op("Add", c, even) for c in columns] + ([strokes.color] if clings else []) + [strokes.values], 1)
    table = op("Reshape", op("Transpose", table, perm=[0, 2, 3, 1]), concat([np.array([-1]), size(table, 1)], 0))
    offsets = [(dy, dx) for dy in range(2 * reach + 1) for dx in range(2 * reach + 1)]
    shift_y, shift_x = (np.array([o[i] - reach for o in offsets], float).reshape(1, -1, 1) for i in (0, 1))
    height, width = grid.rows * grid.cell, grid.columns * grid.cell
    padded = {name: fit(image, height, width) for name, image in (("picture", picture if clings else None), ("wobble", wobble)) if image is not None}
    cell = grid.cell
    line = (to_float(count_to(cell)) + 0.5) / to_float(cell)
    px = op("Add", reshape(line, 1, 1, -1), reshape(line, 1, -1, 1) * 0.0)
    py = op("Add", reshape(line, 1, -1, 1), reshape(line, 1, 1, -1) * 0.0)
    plain = reshape(concat([px, py, px * 0.0 + 1.0], 0), 1, 3, -1)
    sharp = reshape(grid.pixels, 1, 1, 1) * edge
    # Rows of the table that the cells of the first strip look at, [cells,strokes].
    wide = grid.columns + 2 * reach
    corner = reshape(count_to(grid.strip), -1, 1) * wide + reshape(count_to(grid.columns), 1, -1)
    own = reshape(corner, -1, 1) + (np.array([[dy for dy, _ in offsets]]) * wide + np.array([[dx for _, dx in offsets]]))

    def strip(i):
        first = op("Mul", i, grid.strip)
        near = op("Gather", table, own + op("Mul", first, wide), axis=0)
        c, s, jx, jy, length, half, bend, rank = (part(near, 2, k, k + 1) for k in range(n_fixed))
        x, y = jx + shift_x, jy + shift_y
        basis = plain
        if wobble is not None:
            moved = cells(padded["wobble"], first, grid, 2) / to_float(cell)
            basis = op("Add", plain, op("Pad", moved, np.array([0, 0, 0, 0, 1, 0])))
        u = op("MatMul", concat([c, s, -(c * x + s * y)], 2), basis)
        v = op("MatMul", concat([-s, c, s * x - c * y], 2), basis)
        v = v - bend * squared(u)
        beyond = op("Relu", op("Abs", u) - length)
        outside = sqrt(squared(beyond) + squared(v)) - half
        exponent = rank - op("LeakyRelu", outside, alpha=dome) * sharp
        values = part(near, 2, n_fixed + (3 if clings else 0), 2 ** 31)
        if clings:
            color = part(near, 2, n_fixed, n_fixed + 3)
            seen = cells(padded["picture"], first, grid, 3)
            norm = op("ReduceSum", seen * seen, np.array([1]), keepdims=1)
            length_of = op("ReduceSum", color * color, np.array([2]), keepdims=1)
            distance = op("MatMul", concat([color * -2.0, length_of, length_of * 0.0 + 1.0], 2), concat([seen, norm * 0.0 + 1.0, norm], 1))
            exponent = exponent - distance * cling
        weight = op("Exp", op("Max", exponent, -60.0))
        place = concat([c, s, -(c * x + s * y), -s, c, s * x - c * y], 2)
        sums = op("MatMul", op("Transpose", concat([values, c * 0.0 + 1.0, place], 2), perm=[0, 2, 1]), weight)
        n = size(sums, 1)
        along, across = (op("ReduceSum", op("Slice", sums, n - lo, n - hi, np.array([1])) * basis, np.array([1]), keepdims=1) for lo, hi in ((6, 3), (3, 0)))
        done = concat([op("Slice", sums, np.array([0]), n - 6, np.array([1])), along, across], 1)
        return [], (uncells(done, grid), FLOAT)

    stacked = loop(op("Squeeze", grid.strips), [], strip)
    rows = op("Transpose", stacked, perm=[1, 0, 2, 3])
    whole = op("Reshape", rows, concat([np.array([1]), size(rows, 0), height, width], 0))
    return op("Slice", whole, np.array([0, 0]), concat([grid.subject.height, grid.subject.width], 0), np.array([2, 3]))


def count_to(length):
    return op("Range", np.array(0, np.int64), op("Squeeze", length), np.array(1, np.int64))


def fit(image, height, width):
    """The image with its last row and column repeated up to the given size."""
    more = [n - size(image, axis) for n, axis in ((height, 2), (width, 3))]
    return op("Pad", image, concat([np.zeros(6, np.int64), *more], 0), mode="edge")


def cells(image, first, grid, channels):
    """The cells of a strip of an image [1,C,H,W] -> [cells,C,pixels of a cell]."""
    cell = grid.cell
    rows = op("Slice", image, first * cell, (first + grid.strip) * cell, np.array([2]))
    split = op("Reshape", rows, concat([np.array([channels]), grid.strip, cell, grid.columns, cell], 0))
    return op("Reshape", op("Transpose", split, perm=[1, 3, 0, 2, 4]), concat([np.array([-1, channels]), cell * cell], 0))


def uncells(values, grid):
    """[cells,C,pixels of a cell] -> [C,rows of the strip,W]."""
    cell = grid.cell
    split = op("Reshape", values, concat([grid.strip, grid.columns, size(values, 1), cell, cell], 0))
    joined = op("Transpose", split, perm=[2, 0, 3, 1, 4])
    return op("Reshape", joined, concat([size(values, 1), grid.strip * cell, grid.columns * cell], 0))
