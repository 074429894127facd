"""Sizes that picture models take, and pictures brought to them."""
import numpy
from PIL import Image


def check(picture, most):
    """Raises ValueError where a picture is not UINT8 [H, W, 3] or has more than `most` pixels; None: any."""
    if picture.dtype != numpy.uint8 or picture.ndim != 3 or picture.shape[2] != 3:
        raise ValueError(f"picture: {picture.dtype.name} {list(picture.shape)} (expected: uint8 [height, width, 3])")
    height, width = picture.shape[:2]
    if most and height * width > most:
        raise ValueError(f"picture: {width}x{height} (expected: at most {most} pixels)")


def fitting(height, width, multiple, least, most):
    """(height, width) of nearly the same shape with least to most pixels, and sides that are multiples."""
    area = height * width
    scale = (min(max(area, least), most) / area) ** 0.5
    return tuple(max(multiple, int(side * scale / multiple + 0.5) * multiple) for side in (height, width))


def resized(picture, height, width):
    """A PIL picture of that size, by Lanczos; the same pixels where it has that size."""
    image = Image.fromarray(picture)
    return image if image.size == (width, height) else image.resize((width, height), Image.Resampling.LANCZOS)
