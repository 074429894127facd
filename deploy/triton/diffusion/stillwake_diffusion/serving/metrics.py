"""What the engine counts, on Triton's own metrics endpoint."""

import threading

import triton_python_backend_utils as pb

from ..engine.counters import METRICS
from .line import CallFailed

LOOK_SECONDS = 1


class Metrics:
    """Asks the engine about once a second, on a thread and a connection of its own."""

    def __init__(self, line, family):
        self.line, self.family = line, family
        kinds = {"counter": pb.MetricFamily.COUNTER, "gauge": pb.MetricFamily.GAUGE}
        self.families = {
            name: pb.MetricFamily(name=name, description=words, kind=kinds[kind])
            for name, (kind, words) in METRICS.items()
        }
        self.made = {}
        self.ended = threading.Event()
        self.look()
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def run(self):
        while not self.ended.wait(LOOK_SECONDS):
            try:
                self.look()
            except CallFailed:
                return

    def look(self):
        for name, labels, value in self.line.ask({"kind": "metrics"})[0]["metrics"]:
            key = name, *sorted(labels.items())
            if key not in self.made:
                self.made[key] = self.families[name].Metric(labels={"family": self.family, **labels})
            metric = self.made[key]
            if METRICS[name][0] == "gauge":
                metric.set(value)
            else:
                metric.increment(value - metric.value())

    def close(self):
        self.ended.set()
        self.thread.join()
        self.line.close()
