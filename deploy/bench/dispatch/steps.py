"""How many of something there are, as a function of time."""
from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class Steps:
    """values[i] holds from times[i] until times[i + 1]; the last one for ever, and 0 before the first."""

    times: np.ndarray
    values: np.ndarray

    @staticmethod
    def count(intervals):
        """How many of the intervals (from, until) hold at a time; until itself is outside."""
        ends = np.array(list(intervals), dtype=np.int64).reshape(-1, 2)
        times, where = np.unique(ends, return_inverse=True)
        changes = np.zeros(len(times), dtype=np.int64)
        np.add.at(changes, where.reshape(-1, 2)[:, 0], 1)
        np.add.at(changes, where.reshape(-1, 2)[:, 1], -1)
        return Steps(times, np.cumsum(changes))

    def at(self, time):
        """The value at a time or at each of an array of times."""
        place = np.searchsorted(self.times, time, side="right") - 1
        values = np.append(self.values, 0)
        return values[np.where(place < 0, len(self.values), place)]

    def before(self, time):
        """The value just before a time."""
        return self.at(np.asarray(time) - 1)

    def map(self, change):
        """The function of this value; change(0) must be 0 for the time before the first step to hold."""
        return Steps(self.times, change(self.values))

    def meet(self, other, of=np.minimum):
        """The function of both at a time, by default the lower one."""
        times = np.union1d(self.times, other.times)
        return Steps(times, of(self.at(times), other.at(times)))

    @cached_property
    def areas(self):
        """Value times microseconds until each of the times."""
        return np.concatenate(([0], np.cumsum(self.values[:-1] * np.diff(self.times))))

    def area(self, times):
        """Value times microseconds until each of an array of times."""
        if not len(self.times):
            return np.zeros(np.shape(times), dtype=np.int64)
        place = np.searchsorted(self.times, times, side="right") - 1
        return np.where(place < 0, 0, self.areas[place] + self.values[place] * (times - self.times[place]))

    def integral(self, start, end):
        """Value times microseconds from start until end, 0 if end is not later; of times, or of arrays of times."""
        return np.where(np.less(start, end), self.area(end) - self.area(start), 0)

    def since(self, times):
        """Since when the value has been above 0 without a pause just before each time; the time itself if it is not."""
        places = np.arange(len(self.times))
        pauses = np.maximum.accumulate(np.where(self.values <= 0, places, -1))
        place = np.searchsorted(self.times, times, side="left") - 1
        above = (place >= 0) & (self.values[place] > 0) if len(self.times) else np.zeros(np.shape(times), bool)
        starts = self.times[np.where(above, pauses[place] + 1, 0)] if len(self.times) else times
        return np.where(above, starts, times)
