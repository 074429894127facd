"""Calls in a queue, one at a time, each watched."""

import queue
import sys
import threading
import time
import traceback

from ..calls import Cancelled
from .asked import InvalidCall
from .checks import WrongOutput
from .expansion import FailedExpansion
from .shortage import OutOfMemory, in_use

# Of what the other end makes a status of its own; all else is "failed".
INVALID, CANCELLED, FAILED = "invalid", "cancelled", "failed"
FORESEEN = (WrongOutput, OutOfMemory, FailedExpansion)


class Job:
    """One call, and its Watch. answer(job, kind, text, arrays) is told its outcome; kind is empty for a success."""

    def __init__(self, asked, answer, counters):
        self.asked, self.answer, self.counters = asked, answer, counters
        self.cancelled = threading.Event()
        self.done, self.total = 0, -1
        self.begun = self.stepped = None

    def begin(self):
        self.begun = self.stepped = time.monotonic()
        self.check()

    def step(self, done, total):
        now = time.monotonic()
        self.counters.add("stillwake_steps_total", task=self.asked.task)
        self.counters.add("stillwake_step_seconds_total", now - self.stepped, task=self.asked.task)
        self.stepped = now
        self.done, self.total = done, total
        self.check()

    def check(self):
        if self.cancelled.is_set():
            raise Cancelled(f"{self.asked.task}: cancelled after {self.done} steps of {self.total}")


class Queue:
    """Runs jobs in the order of their coming, on the thread that calls `work`."""

    def __init__(self, tasks, counters):
        self.tasks, self.counters = tasks, counters
        self.waiting = queue.SimpleQueue()
        self.lock = threading.Lock()
        self.jobs = []

    def add(self, job):
        with self.lock:
            self.jobs.append(job)
        self.waiting.put(job)

    def progress(self, request):
        """(done, total) of the latest call by that name, (0, -1) where it is not known here."""
        with self.lock:
            found = [job for job in self.jobs if job.asked.request == request]
        return (found[-1].done, found[-1].total) if found else (0, -1)

    def work(self):
        """Runs jobs for ever. Returns where the device is lost, for which only a new process helps."""
        while True:
            job = self.waiting.get()
            kind, text, arrays, lost = self.outcome(job)
            with self.lock:
                self.jobs.remove(job)
            self.counters.add("stillwake_calls_total", task=job.asked.task, outcome=kind or "done")
            if job.begun is not None:
                self.counters.add("stillwake_call_seconds_total", time.monotonic() - job.begun, task=job.asked.task)
            job.answer(job, kind, text, arrays)
            if lost:
                return

    def outcome(self, job):
        """(kind, text, arrays, whether the device is lost)."""
        try:
            job.begin()
            return "", "", self.tasks.run(job.asked, job), False
        except Cancelled as failure:
            return CANCELLED, str(failure), {}, False
        except InvalidCall as failure:
            return INVALID, str(failure), {}, False
        except FORESEEN as failure:
            print(f"{job.asked.request or 'call'}: {failure}", file=sys.stderr, flush=True)
            return FAILED, str(failure), {}, False
        except Exception as failure:
            traceback.print_exc()
            text = f"{job.asked.task}: {type(failure).__name__}: {failure}"
            return FAILED, text, {}, is_device_lost(failure)

    def listed(self):
        """The counters, and what is the case now."""
        used, peak = in_use()
        texts = self.tasks.family.text
        looked_up = [
            ["stillwake_text_cache_total", {"outcome": outcome}, getattr(texts, outcome, 0)]
            for outcome in ("hits", "misses")
        ]
        return [
            *self.counters.listed(),
            *looked_up,
            ["stillwake_queued_calls", {}, self.waiting.qsize()],
            ["stillwake_memory_bytes", {"kind": "used"}, used],
            ["stillwake_memory_bytes", {"kind": "peak"}, peak],
        ]


def is_device_lost(failure):
    """After such an error every later call of a process fails too."""
    return "CUDA error" in str(failure) or "CUBLAS_STATUS_EXECUTION_FAILED" in str(failure)
