"""Pan, tilt, zoom, dolly and orbit: the frame moves over the picture, near things more than far ones where depth counts.

Shifts are paid for by enlarging the picture just as much as they need, so that the frame never leaves it. Moving back
shows nothing that is not in the picture either: the borders stay where they are and what is between gets smaller.
Depth is smoothed widely, so nothing tears and straight lines stay straight.
"""
import math

from ..graph import op, when
from ..mathematics import (absolute, blur, clamp, concat, cos, maximum, mean, minimum, positions, reshape, squared,
                           to_float, where)
from ..views import resized
from .ambience import is_active, only_if, per_pixel, shows

# Share of the picture's width by which a camera moves at amount 1 over the clip.
REACH = 0.05


class Camera:
    def __init__(self, views, regions, rows, seed):
        self.views = views
        self.rows = {name: rows[name] for name in ("pan", "tilt", "zoom", "dolly", "orbit")}
        self.asked = is_active(*self.rows.values())
        # -1..1 from border to border.
        self.x = positions(views.picture, 3, 1) * (2.0 / (to_float(views.width) - 1.0)) - 1.0
        self.y = positions(views.picture, 2, 1) * (2.0 / (to_float(views.height) - 1.0)) - 1.0
        self.aspect = views.field_width / views.field_height
        self.near = only_if(self.asked, lambda: nearness(views, regions))
        # What stays where it is when the camera circles is at the middle distance.
        self.middle = self.near - mean(self.near, (2, 3))
        self.most = reshape(op("ReduceMax", absolute(self.middle), keepdims=0), 1)

    def at(self, image, clock):
        return when(shows(self.asked, clock), lambda: self.seen(image, clock), lambda: op("Identity", image))

    def seen(self, image, clock):
        there = progress(clock) * (2.0 * REACH)
        pace = {name: clamp(row.amount * 1.5) * row.active * minimum(row.speed, 1.5) * there for name, row in self.rows.items()}

        def way(name, axis, natural):
            row = self.rows[name]
            return pace[name] * where(row.given, row.dx if axis == 0 else row.dy, natural)

        shift_x, shift_y = (way("pan", i, n) * 0.8 + way("tilt", i, m) * 0.8 for i, n, m in ((0, 1.0, 0.0), (1, 0.0, -1.0)))
        side, lift = way("orbit", 0, 1.0) * 1.2, way("orbit", 1, 0.0) * 1.2
        closer, deeper = way("zoom", 1, -1.0) * -1.0, way("dolly", 1, -1.0) * -1.0
        crop = maximum(absolute(shift_x) + absolute(side) * self.most, (absolute(shift_y) + absolute(lift) * self.most) * self.aspect)
        # How much smaller what is seen is than the picture, and how much is squeezed in from outside the frame.
        near = 0.25 + self.near
        shrink = per_pixel(crop + maximum(closer, 0.0)) + per_pixel(maximum(deeper, 0.0)) * near
        squeeze = per_pixel(minimum(closer, 0.0)) + per_pixel(minimum(deeper, 0.0)) * near
        moved_x = per_pixel(shift_x) + per_pixel(side) * self.middle
        moved_y = (per_pixel(shift_y) + per_pixel(lift) * self.middle) * per_pixel(self.aspect)
        across = self.x * (1.0 - shrink - squeeze * (1.0 - squared(self.x))) + moved_x
        down = self.y * (1.0 - shrink - squeeze * (1.0 - squared(self.y))) + moved_y
        grid = op("Transpose", concat([across + down * 0.0, down + across * 0.0], 1), perm=[0, 2, 3, 1])
        return clamp(op("GridSample", image, grid, mode="bicubic", padding_mode="border", align_corners=1))


def progress(clock):
    """FLOAT [1], 0 at frame 0: to 1 at the end of the clip, or there and back for a loop."""
    whole = maximum(clock.duration - 0.5, 0.5 * clock.duration)
    return where(clock.loops, 0.5 - 0.5 * cos(clock.share * (2.0 * math.pi)), minimum(clock.eased / whole, 1.0))


def nearness(views, regions):
    """[1,1,H,W] 1 near .. 0 far, smooth over about a tenth of the picture."""
    coarse = resized(1.0 - regions.depth, op("Shape", views.analysis, start=2, end=4))
    return views.full(blur(blur(coarse, 11), 11))
