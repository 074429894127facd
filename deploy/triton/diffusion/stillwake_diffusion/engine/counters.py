"""What an engine counts, for Triton's own metrics endpoint."""

import threading
from collections import Counter

# name: (kind, what it is)
METRICS = {
    "stillwake_calls_total": ("counter", "Calls of an engine by task and outcome"),
    "stillwake_call_seconds_total": ("counter", "Seconds that calls ran, by task"),
    "stillwake_steps_total": ("counter", "Denoising steps and decoded tiles, by task"),
    "stillwake_step_seconds_total": ("counter", "Seconds of those steps and tiles, by task"),
    "stillwake_text_cache_total": ("counter", "Prompts looked up in the text cache, by outcome"),
    "stillwake_queued_calls": ("gauge", "Calls that wait for the engine"),
    "stillwake_memory_bytes": ("gauge", "Memory of the device, or of the process on a CPU: used now and at most"),
}


class Counters:
    def __init__(self):
        self.lock = threading.Lock()
        self.values = Counter()

    def add(self, metric, amount=1, **labels):
        with self.lock:
            self.values[metric, tuple(sorted(labels.items()))] += amount

    def listed(self):
        """A list of [metric, labels, value]."""
        with self.lock:
            return [[metric, dict(labels), value] for (metric, labels), value in self.values.items()]
