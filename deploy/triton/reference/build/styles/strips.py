"""Work by strips of rows, so that memory does not grow with the picture; strips see the whole picture, so no seams."""
import numpy as np

from ..graph import FLOAT, loop, op
from ..mathematics import concat, positions, reshape, size, to_float

ROWS = 16


def by_strips(subject, channels, body):
    """body(x, y) -> FLOAT [1,channels,ROWS,W] for pixel coordinates x, y [1,1,ROWS,W]; returns [1,channels,H,W]."""
    across = positions(subject.picture, 3, 1)

    def strip(i):
        line = op("Range", np.array(0, np.int64), np.array(ROWS, np.int64), np.array(1, np.int64))
        rows = reshape(to_float(line) + to_float(op("Mul", i, ROWS)), 1, 1, -1, 1)
        return [], (op("Squeeze", body(across + rows * 0.0, rows + across * 0.0), np.array([0])), FLOAT)

    count = op("Div", subject.height + (ROWS - 1), ROWS)
    stacked = loop(op("Squeeze", count), [], strip)
    rows = op("Reshape", op("Transpose", stacked, perm=[1, 0, 2, 3]), concat([np.array([1, channels, -1]), subject.width], 0))
    return op("Slice", rows, np.array([0]), subject.height, np.array([2]))


def grid_of(x, y, step):
    """Pixel coordinates [1,P,h,w] -> GridSample coordinates [1,P*h,w,2]."""
    pair = concat([op("Unsqueeze", x * step[0] - 1.0, np.array([4])), op("Unsqueeze", y * step[1] - 1.0, np.array([4]))], 4)
    return op("Reshape", pair, concat([np.array([1, -1]), size(x, 3), np.array([2])], 0))


def gather(image, x, y, step):
    """Samples [1,C,P,h,w] of an image at pixel coordinates [1,P,h,w]."""
    taken = op("GridSample", image, grid_of(x, y, step), mode="bilinear", padding_mode="border", align_corners=1)
    return op("Reshape", taken, concat([np.array([1]), size(image, 1), size(x, 1), size(x, 2), size(x, 3)], 0))
