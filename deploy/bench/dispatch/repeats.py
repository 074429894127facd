"""Slot time that bought nothing new: runs after a kill, and second copies."""
import numpy as np

from . import slots


def finished_again(run):
    """Works that a slot started again although they had been answered, and although a slot had ended them well."""
    answered, ok = set(), set()
    for call in run.calls:
        answer = run.works[call.work].answered
        if answer is not None and call.start > answer:
            answered.add(call.work)
        if call.start > run.done.get(call.work, call.start):
            ok.add(call.work)
    return len(answered), len(ok)


def wasted(run):
    """Microseconds of calls other than the one that counts; second copies are not in it."""
    return sum(c.spent for c in run.calls if c.copy == 0 and run.winners.get(c.work) is not c)


def in_hand(run, kill):
    """Microseconds of what ran on the killed worker's slots, or on all slots where no worker was killed."""
    return sum(c.spent for c in run.calls
               if c.start <= kill.at <= c.end and (not kill.gpus or c.gpu in kill.gpus))


def repeated(run):
    """Slot time run twice over what ran on the killed workers; None without a kill or where nothing ran."""
    ran = sum(in_hand(run, k) for k in run.kills)
    return wasted(run) / ran if ran else None


def new_start(run, kill):
    """Microseconds from a kill to the first start of a work that had not started before; None if there is none."""
    seen = set()
    for call in run.calls:
        if call.start > kill.at and call.work not in seen:
            return call.start - kill.at
        seen.add(call.work)
    return None


def pause(run, kill, backlog):
    """Longest time after a kill in which no slot started anything, counted while a slot is free and work waits."""
    free = slots.idle(run).meet(backlog).map(lambda n: (n > 0).astype(np.int64))
    edges = np.concatenate(([kill.at], run.starts[run.starts > kill.at]))
    return int(np.max(free.integral(edges[:-1], edges[1:]), initial=0))


def copies(run):
    """Share of the slots' busy time that second copies took."""
    spent = sum(c.spent for c in run.calls)
    return sum(c.spent for c in run.calls if c.copy > 0) / spent if spent else None
