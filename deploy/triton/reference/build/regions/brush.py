"""Maps as the user paints them: masks and strokes over what the picture itself says.

A stroke without a mask paints a band around it; its tangents, and the directions of masks, go into the direction
channels. Directions between strokes: F(x) = sum w v / sum w, w = exp(-d^2/s^2), after A. Mahapatra, K. Kulkarni,
"Controllable animation of fluid elements in still images", CVPR 2022 (arXiv 2112.03051).
"""
import numpy as np

from ..family import REGIONS
from ..graph import INT64, op
from ..mathematics import absolute, cast, clamp, concat, exp, greater, maximum, part, reshape, size, soft_step, sqrt, squared, to_float, total, where
from ..views import resized

KINDS = list(REGIONS).index("depth")
STILL = list(REGIONS).index("still")
OTHER_THAN_STILL = np.array([float(i != STILL) for i in range(KINDS)]).reshape(-1, 1, 1)
# A stroke's band is this share of the picture's diagonal to each side; its direction reaches twice as far.
BAND, REACH = 0.035, 0.07


class Strokes:
    """stroke FLOAT [S,5]: x0, y0, x1, y1 as shares of width and height, entry's index (-1: the row counts for nothing)."""

    def __init__(self, stroke, sizes, entries):
        """sizes INT64 [2]: rows and columns of the maps; entries INT64 [1]: how many masks there are."""
        rows, columns = part(sizes, 0, 0, 1), part(sizes, 0, 1, 2)
        tall, wide = to_float(rows), to_float(columns)
        scale = sqrt(tall * tall + wide * wide)
        x = (axis(columns) + 0.5) / scale
        y = reshape((axis(rows) + 0.5) / scale, 1, -1, 1)
        ends = [reshape(part(stroke, 1, i, i + 1), -1, 1, 1) * (wide if i % 2 == 0 else tall) / scale for i in range(4)]
        ax, ay = ends[2] - ends[0], ends[3] - ends[1]
        length = squared(ax) + squared(ay)
        along = clamp(((x - ends[0]) * ax + (y - ends[1]) * ay) / maximum(length, 1e-8))
        self.distance = sqrt(squared(x - ends[0] - along * ax) + squared(y - ends[1] - along * ay))
        norm = sqrt(maximum(length, 1e-8))
        self.tangent = [ax / norm, ay / norm]
        entry = op("Range", np.array(0, np.int64), op("Squeeze", entries), np.array(1, np.int64))
        self.belongs = to_float(op("Equal", reshape(cast(part(stroke, 1, 4, 5), INT64), -1, 1), reshape(entry, 1, -1)))

    def of_entries(self, field):
        """Per stroke [S,h,w] -> per entry the largest [M,h,w]; 0 where an entry has no stroke."""
        spread = op("Unsqueeze", field, np.array([1])) * op("Unsqueeze", self.belongs, np.array([2, 3]))
        return op("ReduceMax", spread, np.array([0]), keepdims=0)

    def bands(self):
        return self.of_entries(soft_step(self.distance, BAND, BAND * 0.5))

    def flow(self):
        """(unit-less direction [2,h,w] everywhere, how near the strokes are [1,h,w]: 1 on them, 0 further than REACH or so)."""
        counted = op("Unsqueeze", op("ReduceMax", self.belongs, np.array([1]), keepdims=1), np.array([2]))
        far = squared(self.distance / REACH) + (1.0 - counted) * 1e6
        nearest = op("ReduceMin", far, np.array([0]), keepdims=1)
        # Subtracting the nearest changes no quotient and keeps the exponentials from vanishing far away.
        weights = exp(nearest - far)
        return concat([total(weights * t, (0,)) / total(weights, (0,)) for t in self.tangent], 0), soft_step(exp(nearest * -1.0), 0.02, 0.3)

    def drawn_for(self):
        """[M,1,1]: 1 for entries that have a stroke."""
        return reshape(op("ReduceMax", self.belongs, np.array([0]), keepdims=1), -1, 1, 1)


def axis(count):
    return to_float(op("Range", np.array(0, np.int64), op("Squeeze", count), np.array(1, np.int64)))


def painted(inputs):
    """regions FLOAT16 [15,1,h,w] as the brushes make them FLOAT [15,1,h,w]; see the README for the inputs.

    What is painted as still comes on top of what keeps still anyway, and wins; every other region that is painted is
    only where it is painted, and what else was there yields.
    """
    maps = op("Squeeze", to_float(inputs["regions"]), np.array([1]))
    sizes = op("Shape", maps, start=1, end=3)
    strokes = Strokes(inputs["stroke"], sizes, size(inputs["masks"], 0))
    given = reshape(to_float(inputs["mask_given"]), -1, 1, 1)
    brushes = where(greater(given, 0.5), coverage(inputs["masks"], sizes), strokes.bands())
    kinds = op("Range", np.array(0, np.int64), np.array(KINDS, np.int64), np.array(1, np.int64))
    paints = to_float(op("Equal", reshape(kinds, -1, 1), reshape(inputs["mask_region"], 1, -1)))
    ink = op("ReduceMax", op("Unsqueeze", brushes, np.array([0])) * op("Unsqueeze", paints, np.array([2, 3])), np.array([1]), keepdims=0)
    replaced = op("Unsqueeze", op("ReduceMax", paints, np.array([1]), keepdims=1), np.array([2])) * OTHER_THAN_STILL
    own = part(maps, 0, 0, KINDS) * (1.0 - op("ReduceMax", ink, np.array([0]), keepdims=1))
    both = maximum(own * (1.0 - replaced), ink)
    still = part(ink, 0, STILL, STILL + 1)
    both = both * (1.0 - still * OTHER_THAN_STILL)
    return op("Unsqueeze", concat([both, part(maps, 0, KINDS, KINDS + 1), directions(inputs, maps, strokes, brushes)], 0), np.array([1]))


def coverage(masks, sizes):
    """UINT8 [M,H,W] -> share of each sample that is painted [M,h,w]."""
    return op("Squeeze", resized(op("Unsqueeze", to_float(masks) * (1 / 255), np.array([0])), sizes), np.array([0]))


def directions(inputs, maps, strokes, brushes):
    """[2,h,w]: what the maps say; over it masks' own directions; over both the strokes' tangents, near them and in their masks."""
    own = part(maps, 0, KINDS + 1, KINDS + 3)
    asked = op("Unsqueeze", op("Transpose", inputs["mask_direction"], perm=[1, 0]), np.array([2, 3]))
    says = to_float(greater(total(absolute(asked), (0,)), 1e-6))
    ink = op("Unsqueeze", brushes, np.array([0])) * says
    inside = op("ReduceMax", ink, np.array([1]), keepdims=0)
    mixed = total(ink * asked, (1,), keep=False) / maximum(total(ink, (1,), keep=False), 1e-6)
    flow, near = strokes.flow()
    touched = maximum(near, op("ReduceMax", brushes * strokes.drawn_for(), np.array([0]), keepdims=1))
    return (own * (1.0 - inside) + mixed * inside) * (1.0 - touched) + flow * touched
