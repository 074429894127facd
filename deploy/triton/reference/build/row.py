"""One row of the input `motion`: whether, how much, which way and how fast."""
import numpy as np

from .graph import op, value_of, when
from .mathematics import clamp, concat, greater, maximum, part, reshape, soft_step, sqrt, squared, to_float, total, where


class Row:
    """amount (already multiplied by motion_strength), dx, dy, speed, active (0 or 1): FLOAT [1]; given: BOOL [1].

    dx, dy have length 1 where the row or its motion's nature says a direction, else 0; `given` where the row says one.
    """

    def __init__(self, row, strength, natural):
        amount, dx, dy, speed = (part(row, 0, i, i + 1) for i in range(4))
        self.amount = clamp(amount) * clamp(strength)
        length = sqrt(dx * dx + dy * dy)
        self.given = greater(length, 1e-3)
        divisor = maximum(length, 1e-3)
        self.dx = where(self.given, dx / divisor, float(natural[0]))
        self.dy = where(self.given, dy / divisor, float(natural[1]))
        self.speed = clamp(speed, 0.0, 4.0)
        self.active = to_float(op("And", greater(self.amount, 0.0), greater(speed, 0.0)))

    def heading(self, regions, natural=None):
        """[1,2,h,w]: the row's own direction; else the maps' where they have one; else a natural one [1,2,1,1]."""
        own = reshape(concat([self.dx, self.dy], 0), 1, 2, 1, 1)
        length = sqrt(total(squared(regions.direction), (1,)) + 1e-6)
        said = soft_step(length, 0.08, 0.3)
        mapped = (own if natural is None else natural) * (1.0 - said) + regions.direction / length * said
        return where(self.given, own + regions.direction * 0.0, mapped)

    def works_on(self, shown):
        """BOOL [1]: whether the row is active and its map [1,1,h,w] is not empty."""
        return op("And", greater(self.active, 0.5), greater(reshape(op("ReduceMax", shown, keepdims=0), 1), 0.08))


def zero():
    """FLOAT [1,1,1,1]."""
    return op("Identity", value_of(np.zeros((1, 1, 1, 1))))


def when_working(works, compute):
    """The list compute() gives where `works` (BOOL [1]) is true; else as many zeros of shape [1,1,1,1]."""
    counted = []

    def then():
        counted.extend(compute())
        return list(counted)

    return when(works, then, lambda: [zero() for _ in counted])
