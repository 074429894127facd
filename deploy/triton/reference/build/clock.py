"""What time it is at a frame: how far every rhythm has turned, and how far the motion has come away from rest.

Not looping: time starts slowly (its speed grows from 0 to 1 over the first second), so motion starts from rest.
Looping: frame_count frames make a whole number of turns of every rhythm, and frame index frame_count is frame 0.
In both cases nothing has turned at frame 0, and rest (1 at frame 0) fades to 0: fields subtract rest x their first
value, so that they are exactly zero at frame 0 and unbiased later.
"""
import math

from .graph import op
from .mathematics import fraction, maximum, minimum, soft_step, squared, to_float, where, greater

EASE_SECONDS = 1.0
REST_SECONDS = 1.5


class Clock:
    """frame is INT64 [1]; frame_count, fps and loop are the models' inputs of these names (all [1])."""

    def __init__(self, frame, frame_count, fps, loop):
        self.loops = greater(loop, 0)
        frames = op("Max", frame_count, 1)
        index = to_float(where(self.loops, op("Mod", frame, frames), frame))
        length = to_float(frames)
        seconds = index / fps
        self.duration = length / fps
        self.share = index / length
        early = squared(minimum(seconds, EASE_SECONDS)) * (0.5 / EASE_SECONDS)
        self.eased = early + maximum(seconds - EASE_SECONDS, 0.0)
        distance = where(self.loops, minimum(index, length - index) / fps, seconds)
        settle = where(self.loops, minimum(self.duration * 0.4, REST_SECONDS), REST_SECONDS)
        self.rest = 1.0 - soft_step(distance / settle, 0.0, 1.0)

    def turns(self, rates):
        """Turns done by rhythms of so many turns per second (FLOAT [K], > 0): FLOAT [K], 0 at frame 0."""
        whole = maximum(op("Round", rates * self.duration), 1.0)
        return where(self.loops, whole * self.share, rates * self.eased)

    def angles(self, rates):
        """The same as an angle in -pi..3*pi, small so that FLOAT stays exact."""
        return fraction(self.turns(rates)) * (2 * math.pi)
