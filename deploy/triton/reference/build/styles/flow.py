"""Where strokes run: the smoothed structure tensor of the picture and the edge tangents in it.

H. Kang, S. Lee, C. Chui, "Coherent line drawing", NPAR 2007, for lines that follow the edge tangent flow; the tensor and its eigenvectors
as in J. E. Kyprianidis, H. Kang, "Image and video abstraction by coherence-enhancing filtering", Eurographics 2011.
"""
import numpy as np

from ..graph import op
from ..mathematics import blur, channel, concat, convolve, halve, sqrt, squared
from ..views import luma, resized


def gradient(grey):
    """Sobel gradient [1,2,H,W] (x, y), grey levels per sample."""
    sobel = np.array([[1, 2, 1]]).T @ np.array([[-1, 0, 1]]) / 8
    return convolve(op("Pad", grey, np.array([0, 0, 1, 1, 0, 0, 1, 1]), mode="edge"), np.stack([sobel, sobel.T])[:, None])


def directions(picture):
    """Structure tensor (xx, yy, xy) [1,3,H/2,W/2], smoothed; where little happens, that of the wider surroundings."""
    slopes = gradient(luma(halve(picture)))
    gx, gy = channel(slopes, 0), channel(slopes, 1)
    tensor = blur(concat([gx * gx, gy * gy, gx * gy], 1), 2)
    shape = op("Shape", tensor, start=2, end=4)
    small = resized(tensor, op("Div", shape, 6))
    wide = resized(blur(small, 3), shape) * 0.12 + resized(blur(blur(small, 9), 9), shape) * 0.02
    flat = np.array([1.0, 0.6, 0.5]).reshape(1, 3, 1, 1) * 2e-6
    return blur(tensor, 2) + wide + flat


def eigen(tensor):
    """Unit vector along the edge (cosine, sine) and anisotropy 0..1, each [1,1,h,w]."""
    xx, yy, xy = (channel(tensor, i) for i in range(3))
    difference = xx - yy
    spread = sqrt(squared(difference) + 4.0 * squared(xy) + 1e-12)
    # The major eigenvector's angle t has cos 2t = difference / spread; the edge runs across it.
    cos2 = difference / spread
    sine = sqrt(op("Max", 0.5 + 0.5 * cos2, 0.0))
    cosine = sqrt(op("Max", 0.5 - 0.5 * cos2, 0.0)) * op("Where", op("Greater", xy, 0.0), -1.0, 1.0)
    return cosine, sine, spread / (xx + yy + 2e-5)
