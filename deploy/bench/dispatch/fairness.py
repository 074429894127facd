"""Who got the slots, and what a flood does to the others."""
import numpy as np

from . import slots, waiting

SERVICES = 60


def slowdowns(run):
    """{render: seconds to its answer over its own bound on all slots}, without the tenants that flood.

    A render that was not answered counts as answered when the log ends: it is at least that slow.
    """
    last = run.span[1]
    renders = {}
    for work in run.works.values():
        if work.tenant not in run.about.get("flood", ()):
            renders.setdefault(work.render, {})[work.work] = work
    found = {}
    for render, works in renders.items():
        answered = max(w.answered or last for w in works.values())
        alone = slots.bound(works, run.capacity)
        if alone:
            found[render] = (answered - min(w.requested for w in works.values())) / alone
    return found


def jain(shares):
    """Jain's index: 1 where all have the same, 1/n where one has everything."""
    shares = np.asarray(shares, dtype=float)
    return float(shares.sum() ** 2 / (len(shares) * (shares ** 2).sum())) if shares.any() else None


def windows(run, spans):
    """Jain's index of slot time over weight, in windows of 60 services, of the tenants that always had work waiting."""
    weights = run.about.get("weights", {})
    tenants = {w.tenant for w in run.works.values()}
    backlogs = {t: waiting.backlog(run, spans, t) for t in tenants}
    starts = [c.start for c in run.calls]
    found = []
    for first in range(0, len(starts) - SERVICES, SERVICES):
        start, end = starts[first], starts[first + SERVICES]
        waits = [t for t in tenants if always(backlogs[t], start, end)]
        if len(waits) > 1:
            spent = dict.fromkeys(waits, 0)
            for call in overlapping(run, start, end):
                if call.tenant in spent:
                    spent[call.tenant] += min(call.end, end) - max(call.start, start)
            found.append(jain([spent[t] / weights.get(t, 1) for t in waits]))
    return found


def always(backlog, start, end):
    """Is there work at each moment from start until end?"""
    if backlog.at(start) <= 0:
        return False
    inside = slice(*np.searchsorted(backlog.times, (start, end)))
    return bool((backlog.values[inside] > 0).all())


def overlapping(run, start, end):
    """The calls that run in a window: they are sorted by start, and none takes longer than the longest of them."""
    calls = run.calls[np.searchsorted(run.starts, start - run.longest):np.searchsorted(run.starts, end)]
    return [c for c in calls if c.end > start]
