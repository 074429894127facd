"""Taking samples of the picture at moved places, in the coordinates of ONNX's GridSample (-1..1 from border to border)."""
from .graph import op
from .mathematics import absolute, concat, positions, reshape, to_float


def identity_grid(views):
    """[1,H,W,2]: every pixel's own place."""
    x, y = positions(views.picture, 3, 1), positions(views.picture, 2, 1)
    across = x * (2.0 / (to_float(views.width) - 1.0)) - 1.0 + y * 0.0
    down = y * (2.0 / (to_float(views.height) - 1.0)) - 1.0 + x * 0.0
    return op("Transpose", concat([across, down], 1), perm=[0, 2, 3, 1])


def to_grid(views, field):
    """A full-size field [1,2,H,W] in units as steps between such places, [1,H,W,2]."""
    step = concat([2.0 / (to_float(views.width) - 1.0), 2.0 / (to_float(views.height) - 1.0)], 0) * views.pixels_per_unit
    return op("Transpose", field * reshape(step, 1, 2, 1, 1), perm=[0, 2, 3, 1])


def sample(image, grid, mode):
    return op("GridSample", image, grid, mode=mode, padding_mode="border", align_corners=1)


def mirrored(grid):
    """Places up to one picture beyond the border, turned back at it: what moves in from outside is the picture's mirror image."""
    return (2.0 - absolute(2.0 - absolute(grid + 1.0))) - 1.0
