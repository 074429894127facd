"""Reads the region maps that a movie is made with, and brings them to the picture's edges.

Guided filter: K. He, J. Sun, X. Tang, "Guided image filtering", TPAMI 2013; K. He, J. Sun, "Fast guided filter", arXiv
1505.00996. The lines are fitted where the maps are (analysis view) and applied on the field view.
"""
import numpy as np

from .family import REGIONS
from .graph import op
from .mathematics import blur, channel, clamp, concat, dilate, erode, maximum, part, soft_step, squared, to_float
from .views import luma, resized

KINDS = list(REGIONS)[:12]
# How strong an edge of the picture must be (variance of luma) for the border of a map to follow it.
EDGE_TOLERANCE = {"smoke": 0.01, "foliage": 0.012, "grass": 0.012, "hair": 0.006}
# What changes its light only, and so may lie on what keeps still: a lit window is part of its house.
UNMOVED = ("still", "lights", "ground")
SOFTEST, RADIUS = 0.002, 4


class RegionMaps:
    """regions["water"]: FLOAT [1,1,h,w] on the field view, 0..1, zero where the picture is to keep still.

    depth      [1,1,h,w] 0 near .. 1 far       still  [1,1,h,w]
    direction  [1,2,h,w] -1..1, 0,0 where the picture says nothing       specks  [1,1,h,w] stars, lamps, birds
    """

    def __init__(self, views, regions):
        """regions: FLOAT16 [15,1,h4,w4]."""
        given = op("Transpose", to_float(regions), perm=[1, 0, 2, 3])
        given = resized(given, op("Shape", views.analysis, start=2, end=4))
        tolerance = np.array([EDGE_TOLERANCE.get(name, SOFTEST) for name in KINDS]).reshape(1, -1, 1, 1)
        maps = edge_true(views, part(given, 1, 0, len(KINDS)), tolerance)
        self.still = channel(maps, KINDS.index("still"))
        free = maps * (1.0 - self.still)
        self.maps = {name: channel(maps if name in UNMOVED else free, i) for i, name in enumerate(KINDS)}
        lines = resized(part(given, 1, 12, 15), views.field_sizes)
        self.depth, self.direction = channel(lines, 0), part(lines, 1, 1, 3)
        self.specks = specks(luma(views.field))

    def __getitem__(self, name):
        return self.maps[name]


def edge_true(views, scores, tolerance):
    """[1,K,h4,w4] on the analysis view -> [1,K,h,w] on the field view, borders moved to the picture's edges."""
    guide = luma(views.analysis)
    mean_guide, mean_score = blur(guide, RADIUS), blur(scores, RADIUS)
    covariance = blur(guide * scores, RADIUS) - mean_guide * mean_score
    slope = covariance / (blur(guide * guide, RADIUS) - squared(mean_guide) + tolerance)
    offset = mean_score - slope * mean_guide
    # Straying samples of the line fit, far from where the score itself is, are cut off.
    near = clamp(blur(dilate(scores, 3, 3, 3, 3), 2) * 1.5)
    lines = resized(concat([blur(slope, RADIUS), blur(offset, RADIUS), near], 1), views.field_sizes)
    count = len(tolerance.ravel())
    slope, offset, near = (part(lines, 1, i * count, (i + 1) * count) for i in range(3))
    return soft_step(clamp(slope * luma(views.field) + offset) * near, 0.05, 0.75)


def specks(fine_luma):
    """What is brighter or darker than all around it and small (top-hat, both signs)."""
    def opened(a): return dilate(erode(a, 3), 3, 3, 3, 3)
    # By day, what is small and bright is a wisp of cloud.
    night = soft_step(blur(fine_luma, 6), 0.4, 0.2)
    hat = maximum((fine_luma - opened(fine_luma)) * night, -fine_luma - opened(-fine_luma))
    return blur(dilate(soft_step(hat, 0.05, 0.12), 3, 3, 3, 3), 1)
