"""When work waits: it is asked for, what it needs is done, and no slot has it."""
from .steps import Steps


def eligible(run):
    """{work: since when it can run}; a work whose needs were never met is not in it."""
    return {w.work: max([w.requested, *(run.done[a] for a in w.after)])
            for w in run.works.values() if all(a in run.done for a in w.after)}


def intervals(run):
    """{work: [(from, until)]}: until the first start, and after a call that failed until the next one."""
    calls, spans = {}, {}
    last = max((c.end for c in run.calls), default=0)
    for call in run.calls:
        calls.setdefault(call.work, []).append(call)
    for name, since in eligible(run).items():
        mine, free = [], since
        for call in calls.get(name, ()):
            if call.start > free and free < run.done.get(name, call.start + 1):
                mine.append((free, call.start))
            free = max(free, call.end)
        if name not in calls:
            work = run.works[name]
            until = min(t for t in (work.answered, work.deadline, last) if t is not None)
            if until > since:
                mine.append((since, until))
        spans[name] = mine
    return spans


def backlog(run, spans=None, tenant=None):
    """How many works wait at a time, of all tenants or of one."""
    spans = intervals(run) if spans is None else spans
    return Steps.count(s for name, mine in spans.items() for s in mine
                       if tenant is None or run.works[name].tenant == tenant)
