"""Small runs, written by hand: times in milliseconds."""
from dataclasses import replace

from dispatch.logs import Call, Run, Work

MS = 1000


def call(slot, work, start, end, outcome="ok", attempt=1, copy=0, tenant="t", gpu="gpu-1"):
    return Call(gpu, slot, work, attempt, copy, tenant, "r", start * MS, end * MS, outcome)


def work(name, requested=0, service=100, answered=None, after=(), tenant="t", render="r", deadline=None):
    deadline = None if deadline is None else deadline * MS
    answered = None if answered is None else answered * MS
    return Work(name, render, tenant, requested * MS, service * MS, after, deadline, answered,
                "" if answered is None else "ok")


def run(slots, calls, works, **about):
    """A run; works that are not answered in it are given the end of their last good call."""
    ends = {c.work: c.end for c in calls if c.outcome == "ok"}
    works = [w if w.answered or not about.get("answers", True) else replace(w, answered=ends.get(w.work), outcome="ok")
             for w in works]
    return Run({"slots": slots, **about}, sorted(calls, key=lambda c: c.start), {w.work: w for w in works})
