"""All numbers of one run."""
import numpy as np

from . import fairness, films, repeats, slots, waiting

ROLES = ("plane", "broker", "store")


def measure(run):
    """{name: number}, without those that the run says nothing about. Raises ValueError for a run without calls."""
    if not run.calls:
        raise ValueError("no slot ran a work of this run (expected: gpu-*.jsonl with the works of work.jsonl)")
    spans = waiting.intervals(run)
    backlog = waiting.backlog(run, spans)
    found = {**of_slots(run, backlog), **of_clients(run), **of_cpu(run), **of_fairness(run, spans),
             **of_waits(run, spans), **of_kills(run, backlog), **of_films(run), **run.measured}
    return {name: np.asarray(value).item() for name, value in found.items() if value is not None}


def of_slots(run, backlog):
    waits = slots.gaps(run, backlog)
    first, last = run.span
    asked = sum(run.works[c.work].service for c in run.calls if c.outcome == "ok")
    ran = sum(c.spent for c in run.calls if c.outcome == "ok")
    return {"busy": slots.busy(run, backlog), "idle_while_waiting": slots.idle_while_waiting(run, backlog),
            "gap_p50_ms": percentile(waits, 50, 1000), "gap_p99_ms": percentile(waits, 99, 1000),
            "first_start_ms": (run.starts[0] - min(w.requested for w in run.works.values())) / 1000,
            "slots_s": (last - first) / 1e6, "calls": len(run.calls),
            "service_over_asked": ran / asked if asked else None, "copies": repeats.copies(run)}


def of_clients(run):
    works = run.works.values()
    answered = run.answers
    first = run.part[0] if run.part else min(w.requested for w in works)
    took = slots.makespan(run)
    least = slots.bound(run.works, run.capacity)
    late = [w.answered - run.done[w.work] for w in works if w.answered is not None and w.work in run.done]
    return {"works": len(run.works), "answered": len(answered),
            "makespan_over_bound": took / least if took is not None and least else None,
            "items_per_s": len(answered) * 1e6 / (max(answered) - first) if answered else None,
            "answer_p50_ms": percentile(late, 50, 1000), "answer_p99_ms": percentile(late, 99, 1000),
            "in_time": slots.in_time(run)}


def of_cpu(run):
    items = len(run.answers)
    if not items or not run.cpu:
        return {}
    each = {f"cpu_{role}_ms": ms / items for role, ms in run.cpu.items()}
    return {**each, "cpu_system_ms": sum(run.cpu.get(role, 0) for role in ROLES) / items}


def of_fairness(run, spans):
    slow = list(fairness.slowdowns(run).values()) if run.about.get("flood") else []
    even = fairness.windows(run, spans)
    return {"slowdown_mean": float(np.mean(slow)) if slow else None, "slowdown_p95": percentile(slow, 95),
            "small_renders": len(slow) or None, "jain": float(np.mean(even)) if even else None,
            "jain_least": min(even) if even else None}


def of_waits(run, spans):
    """What works wait for a slot, where they come one by one."""
    waits = [sum(until - since for since, until in mine) for mine in spans.values()] if run.about.get("arrivals") else ()
    return {"wait_mean_ms": float(np.mean(waits)) / 1000 if waits else None, "wait_p95_ms": percentile(waits, 95, 1000)}


def of_kills(run, backlog):
    if not run.kills:
        return {}
    answered, ended = repeats.finished_again(run)
    starts = [repeats.new_start(run, k) for k in run.kills]
    return {"finished_again": answered, "ended_again": ended, "repeated": repeats.repeated(run),
            "new_start_s": None if None in starts else max(starts) / 1e6,
            # What is left waits for ever.
            "pause_s": None if run.left else max(repeats.pause(run, k, backlog) for k in run.kills) / 1e6,
            "unanswered": len(run.left), "failed": sum(w.answered is not None and w.outcome != "ok" for w in run.works.values())}


def of_films(run):
    made = films.playable(run)
    if not made:
        return {}
    over = [films.over(run, f) for f in made]
    return {"films": len(made), "first_segment_p50_ms": percentile([f.playable - f.stored for f in made], 50, 1000),
            "first_segment_untold_p50_ms": percentile([f.told_at - f.stored for f in made], 50, 1000),
            "first_segment_path_p50_ms": percentile([films.chain(run, f) for f in made], 50, 1000),
            "first_segment_over_path_p50_ms": percentile(over, 50, 1000),
            "first_segment_over_path_p95_ms": percentile(over, 95, 1000), **films.means(run, made)}


def percentile(values, share, unit=1):
    return float(np.percentile(values, share)) / unit if len(values) else None
