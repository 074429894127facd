"""What the slots did with their time."""
from graphlib import TopologicalSorter

import numpy as np

from .steps import Steps


def running(run):
    return Steps.count((c.start, c.end) for c in run.calls)


def idle(run):
    """Free slots from the first start until the last end."""
    return whole_time(run).meet(running(run), lambda all_slots, used: all_slots - used)


def whole_time(run):
    return Steps(np.array(run.span), np.array([run.slots, 0]))


def busy(run, backlog):
    """Share of the slots' time that is spent in calls, from the first start on and only while work waits."""
    first, last = run.span
    waits = backlog.map(lambda n: (n > 0).astype(np.int64))
    time = waits.integral(first, last)
    return running(run).meet(waits, np.multiply).integral(first, last) / (run.slots * time) if time else None


def idle_while_waiting(run, backlog):
    """Share of the slots' time in which a slot is free and work waits for it: n works can use n slots, not all."""
    first, last = run.span
    return idle(run).meet(backlog).integral(first, last) / (run.slots * (last - first)) if last > first else None


def gaps(run, backlog):
    """Microseconds from when a slot was free and work waited, without a pause, to the slot's next start."""
    free, pairs = {}, []
    for call in run.calls:
        place = call.gpu, call.slot
        if place in free:
            pairs.append((free[place], call.start))
        free[place] = call.end
    freed, starts = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    first, last = run.span
    waited = (backlog.before(starts) > 0) & (starts >= first) & (starts <= last)
    return (starts - np.maximum(freed, backlog.since(starts)))[waited]


def chain(works):
    """Microseconds of the longest chain of works, by what they need. Raises ValueError for a circle."""
    longest = {}
    for name in TopologicalSorter({w.work: w.after for w in works.values() if w.after}).static_order():
        if name in works:
            work = works[name]
            longest[name] = work.service + max((longest.get(a, 0) for a in work.after), default=0)
    return max([w.service for w in works.values()] + list(longest.values()), default=0)


def bound(works, capacity):
    """Microseconds that no order can beat: all work over what the slots can do, or the longest chain."""
    return max(sum(w.service for w in works.values()) / capacity, chain(works))


def makespan(run):
    """Microseconds from the first request to the last answer, and None where work was not answered."""
    answers = [w.answered for w in run.works.values()]
    return None if None in answers else max(answers) - min(w.requested for w in run.works.values())


def in_time(run):
    """Work answered before its deadline over what the slots could do; `service` as it was asked for."""
    works = [w for w in run.works.values() if w.deadline is not None]
    kept = [w for w in works if w.answered is not None and w.answered <= w.deadline and w.outcome == "ok"]
    if not kept:
        return 0.0 if works else None
    first = min(w.requested for w in works)
    last = max(max(w.requested for w in works), max(w.answered for w in kept))
    return sum(w.service for w in kept) / (run.slots * (last - first))
