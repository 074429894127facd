"""Element-wise and geometric operations in the words the other files use. Images are FLOAT [1,C,H,W]."""
import numpy as np

from .graph import FLOAT, ints, op


def exp(a): return op("Exp", a)
def log(a): return op("Log", a)
def sqrt(a): return op("Sqrt", a)
def sin(a): return op("Sin", a)
def cos(a): return op("Cos", a)
def absolute(a): return op("Abs", a)
def floor(a): return op("Floor", a)
def fraction(a): return a - floor(a)
def maximum(a, b): return op("Max", a, b)
def minimum(a, b): return op("Min", a, b)
def clamp(a, low=0.0, high=1.0): return op("Clip", a, low, high)
def where(condition, a, b): return op("Where", condition, a, b)
def less(a, b): return op("Less", a, b)
def greater(a, b): return op("Greater", a, b)
def cast(a, dtype): return op("Cast", a, to=dtype)
def to_float(a): return cast(a, FLOAT)
def reshape(a, *shape): return op("Reshape", a, ints(*shape))
def concat(values, axis): return op("Concat", *values, axis=axis)
def squared(a): return a * a


def sigmoid(a):
    return op("Sigmoid", a)


def soft_step(a, low, high):
    """0 below low, 1 above high, Hermite in between; low > high gives the falling step."""
    t = clamp((a - low) * (1.0 / (high - low)))
    return t * t * (3.0 - 2.0 * t)


def part(a, axis, start, stop, step=1):
    return op("Slice", a, ints(start), ints(stop), ints(axis), ints(step))


def channel(image, index):
    return part(image, 1, index, index + 1)


def size(a, axis):
    """The length of one axis as an INT64 [1] tensor."""
    return op("Shape", a, start=axis, end=axis + 1)


def mean(a, axes, keep=True):
    return op("ReduceMean", a, ints(*axes), keepdims=int(keep))


def total(a, axes, keep=True):
    return op("ReduceSum", a, ints(*axes), keepdims=int(keep))


def convolve(image, kernel, stride=1, pads=(0, 0, 0, 0), group=1):
    return op("Conv", image, np.asarray(kernel, np.float32), strides=[stride, stride], pads=list(pads), group=group)


def halve(image):
    return op("AveragePool", image, kernel_shape=[2, 2], strides=[2, 2])


def box(image, up, down, left, right):
    """Mean over a window that reaches so many samples in each direction; at the border over what there is."""
    rows = op("AveragePool", image, kernel_shape=[up + down + 1, 1], pads=[up, 0, down, 0], strides=[1, 1])
    return op("AveragePool", rows, kernel_shape=[1, left + right + 1], pads=[0, left, 0, right], strides=[1, 1])


def blur(image, radius):
    """Close to a Gaussian with sigma = radius: two box means (each of variance (r*r+r)/3)."""
    once = box(image, radius, radius, radius, radius)
    return box(once, radius, radius, radius, radius)


def dilate(image, up, down, left, right):
    rows = op("MaxPool", image, kernel_shape=[up + down + 1, 1], pads=[up, 0, down, 0], strides=[1, 1])
    return op("MaxPool", rows, kernel_shape=[1, left + right + 1], pads=[0, left, 0, right], strides=[1, 1])


def enlarge(image, factor):
    return op("Resize", image, None, np.array([1, 1, factor, factor], np.float32), mode="linear",
              coordinate_transformation_mode="half_pixel")


def erode(image, radius):
    return -dilate(-image, radius, radius, radius, radius)


def mirrored(a, axis, margin):
    """Extends one axis by `margin` samples on both sides, repeating the border sample (half-sample symmetry)."""
    length = size(a, axis)
    low = op("Range", op("Squeeze", ints(margin - 1)), op("Squeeze", ints(-1)), op("Squeeze", ints(-1)))
    high = op("Squeeze", length - 1)
    tail = op("Range", high, op("Sub", high, margin), np.array(-1, np.int64))
    inner = op("Range", np.array(0, np.int64), op("Squeeze", length), np.array(1, np.int64))
    return op("Gather", a, concat([low, inner, tail], 0), axis=axis)


def positions(image, axis, step):
    """Pixel coordinates of the samples along one axis of an image reduced by `step`: FLOAT [1,1,h,1] or [1,1,1,w]."""
    count = op("Squeeze", size(image, axis))
    line = to_float(op("Range", np.array(0, np.int64), count, np.array(1, np.int64))) * float(step) + (step - 1) / 2
    return reshape(line, 1, 1, -1, 1) if axis == 2 else reshape(line, 1, 1, 1, -1)
