"""Drawn lines: differences of Gaussians, made continuous along the edge tangents.

H. Winnemoeller, J. E. Kyprianidis, S. C. Olsen, "XDoG: an extended difference-of-Gaussians compendium", Computers & Graphics 36(6), 2012;
the smoothing along the flow is the second step of the FDoG of Kang et al. 2007. Lines are found at a fixed number of samples whatever the
picture's size, so they have the same share of every picture but the smallest.
"""
import numpy as np

from ..graph import op
from ..mathematics import blur, concat, convolve, positions, reshape, soft_step, to_float, total
from ..views import luma, resized
from .flow import eigen
from .strips import gather

SAMPLES_ACROSS = 720.0
MOST_ENLARGED = 2.0
TAPS = np.linspace(-1, 1, 9)


def gaussian(image, sigma):
    """Separable Gaussian of a one-channel image, border repeated."""
    reach = int(np.ceil(sigma * 2.5))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    wide = op("Pad", image, np.array([0, 0, reach, reach, 0, 0, reach, reach]), mode="edge")
    return convolve(convolve(wide, kernel.reshape(1, 1, -1, 1)), kernel.reshape(1, 1, 1, -1))


def along_flow(image, tensor, reach):
    """Mean along the tangents over `reach` samples to each side: a short straight line integral."""
    sizes = op("Shape", image, start=2, end=4)
    cosine, sine, _ = eigen(resized(tensor, sizes))
    x, y = positions(image, 3, 1), positions(image, 2, 1)
    step = [2.0 / (to_float(op("Shape", image, start=a, end=a + 1)) - 1.0) for a in (3, 2)]
    offsets = TAPS.reshape(1, -1, 1, 1) * reach
    window = (1.0 - 0.8 * TAPS ** 2).reshape(1, 1, -1, 1, 1)
    taken = gather(image, x + offsets * cosine, y + offsets * sine, step)
    return op("Squeeze", total(taken * (window / window.sum()), (2,)), np.array([2]))


def contours(subject, tensor, sigma=1.0, threshold=0.008, gain=500.0):
    """Line strength 0..1 [1,1,H,W]: 1 on the dark side of edges and on thin dark things. threshold in luma; gain: steepness there."""
    grey = luma(shrunk_to(subject, SAMPLES_ACROSS))
    difference = gaussian(grey, sigma) - gaussian(grey, sigma * 1.6)
    smooth = along_flow(along_flow(difference, tensor, 4.0 * sigma), tensor, 4.0 * sigma)
    # Texture has no direction to speak of: there a line takes more to be drawn.
    clear = soft_step(eigen(resized(blur(tensor, 4), op("Shape", smooth, start=2, end=4)))[2], 0.15, 0.6)
    whole = resized(-smooth * (0.5 + 0.5 * clear), concat([subject.height, subject.width], 0))
    return op("Sigmoid", (whole - threshold) * gain)


def shrunk_to(subject, samples):
    share = op("Min", samples / reshape(subject.side, 1), MOST_ENLARGED)
    sizes = [op("Cast", op("Round", to_float(n) * share), to=7) for n in (subject.height, subject.width)]
    return resized(subject.picture, concat(sizes, 0))
