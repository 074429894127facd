"""One run as it was logged: calls by the slots, works by the load driver, CPU by process, kills."""
import json
import math
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from sys import intern

import numpy as np

from . import films


@dataclass(frozen=True, slots=True)
class Call:
    """What one slot did; `end` of a call that died with its server is the last time that it can have run.

    `service` is what the slot was told to take.
    """

    gpu: str
    slot: int
    work: str
    attempt: int
    copy: int
    tenant: str
    render: str
    start: int
    end: int
    outcome: str
    service: int = 0

    @property
    def spent(self):
        """Microseconds of the slot."""
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Work:
    """What was asked for: `after` are the works whose results it needs; `answered` is None if it never was."""

    work: str
    render: str
    tenant: str
    requested: int
    service: int
    after: tuple = ()
    deadline: int | None = None
    answered: int | None = None
    outcome: str = ""


@dataclass(frozen=True)
class Kill:
    """A process that was killed; `gpus` are those that a killed worker fed, none for other processes."""

    at: int
    what: str
    gpus: tuple = ()


@dataclass(frozen=True)
class Run:
    """All of one run; `about` is run.json, `cpu` {role: ms}, `measured` what only the system itself can tell.

    `films` are those that were made where uploads were played instead of works.
    """

    about: dict
    calls: list
    works: dict
    cpu: dict = field(default_factory=dict)
    kills: tuple = ()
    measured: dict = field(default_factory=dict)
    films: tuple = ()

    @property
    def slots(self):
        return self.about["slots"]

    @property
    def capacity(self):
        """Of the slots in which a bound is to be computed."""
        return self.about.get("capacity", self.slots)

    @property
    def left(self):
        """Works that somebody waits for, without an answer."""
        flood = self.about.get("flood", ())
        return [w for w in self.works.values() if w.answered is None and w.tenant not in flood]

    @property
    def part(self):
        """From when until when it is to be measured, None for all of it."""
        return self.about.get("part")

    @cached_property
    def span(self):
        """First start and last end, or the part that is to be measured."""
        return tuple(self.part or (min(c.start for c in self.calls), max(c.end for c in self.calls)))

    @cached_property
    def answers(self):
        """When works were answered, within the part that is to be measured."""
        first, until = self.part or (0, math.inf)
        return [w.answered for w in self.works.values() if w.answered is not None and first <= w.answered < until]

    @cached_property
    def winners(self):
        """{work: its call that counts}, the first that ended well."""
        found = {}
        for call in sorted(self.calls, key=lambda c: c.end):
            if call.outcome == "ok":
                found.setdefault(call.work, call)
        return found

    @cached_property
    def done(self):
        """{work: when a slot first ended it well}."""
        return {work: call.end for work, call in self.winners.items()}

    @cached_property
    def starts(self):
        """When each call started, sorted as the calls are."""
        return np.array([c.start for c in self.calls], dtype=np.int64)

    @cached_property
    def longest(self):
        """Microseconds of the longest call."""
        return max((c.spent for c in self.calls), default=0)


def read(folder):
    """A run from its folder. Raises ValueError for a slot that ran two calls at once, and OSError, KeyError."""
    folder = Path(folder)
    kills = tuple(Kill(e["at"], e["what"], tuple(e.get("gpus", ()))) for e in whole(folder / "events.json", []))
    calls = [c for log in sorted(folder.glob("gpu-*.jsonl")) for c in paired(lines(log), kills)]
    told = {c.work: c.service for c in calls}
    asked = (r for r in lines(folder / "work.jsonl") if r["requested"] is not None)
    works = {w.work: w for w in (work(r, told) for r in asked)}
    made = tuple(map(films.film, lines(folder / "films.jsonl"))) if (folder / "films.jsonl").exists() else ()
    cpu = {}
    for process in whole(folder / "cpu.json", {}).values():
        cpu[process["role"]] = cpu.get(process["role"], 0) + process["cpu_ms"]
    known = sorted((c for c in calls if c.work in works), key=lambda c: c.start)
    return Run(whole(folder / "run.json"), known, works, cpu, kills, whole(folder / "measured.json", {}), made)


def missing(folder):
    """The logs that a run's folder must have and has not, as where a peer was ended before it wrote any."""
    return [name for name in ("work.jsonl", "gpu-*.jsonl") if not any(Path(folder).glob(name))]


def whole(path, default=None):
    if default is not None and not path.exists():
        return default
    return json.loads(path.read_text())


def lines(path):
    """The records of a log; the last line may be cut off by a kill."""
    with open(path) as log:
        for line in log:
            if line.endswith("\n"):
                yield json.loads(line)


def work(record, told):
    """A work of the list; what only the slots were told of its service is in `told`, {work: microseconds}."""
    service = told.get(record["work"], 0) if record["service_us"] is None else record["service_us"]
    return Work(intern(record["work"]), intern(record["render"]), intern(record["tenant"]), record["requested"],
                service, tuple(record.get("after") or ()), record.get("deadline"), record.get("answered"),
                record.get("outcome") or "")


def paired(records, kills=()):
    """The calls of a log, in the order of their starts. Raises ValueError where the log says that it lacks lines."""
    begun, ended, ups, last = [], {}, {}, 0
    for record in records:
        kind, gpu = record["event"], record.get("gpu")
        if kind == "lost":
            raise ValueError(f"{record['lines']} lines of a slot log are lost (expected: a log with all calls)")
        if kind == "up":
            ups.setdefault(gpu, []).append(record["at"])
        elif kind == "start":
            begun.append(((gpu, len(ups.get(gpu, ())), record["call"]), record))
        elif kind == "end":
            ended[gpu, len(ups.get(gpu, ())), record["call"]] = record
        last = max(last, *(record[k] for k in ("at", "start", "end") if k in record))
    follower, calls = {}, []
    for key, record in sorted(begun, key=lambda b: b[1]["start"], reverse=True):
        place, start = (record["gpu"], record["slot"]), record["start"]
        if key in ended:
            end, outcome = ended[key]["end"], ended[key]["outcome"]
        else:
            stopped = [k.at for k in kills if record["gpu"] in (k.what, *k.gpus)] + ups.get(record["gpu"], [])
            end, outcome = min([t for t in stopped if t >= start] + [follower.get(place, last)]), "died"
        if end > follower.get(place, end):
            raise ValueError(f"{place[0]} slot {place[1]}: call {record['call']} ends at {end} after the next starts "
                             f"(expected: one call at a time)")
        follower[place] = start
        calls.append(Call(intern(record["gpu"]), record["slot"], intern(record["work"]), record.get("attempt", 1),
                          record.get("copy", 0), intern(record["tenant"]), intern(record["render"]), start, end,
                          intern(outcome), record.get("service_us", 0)))
    return calls[::-1]
