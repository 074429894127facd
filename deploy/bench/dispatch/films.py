"""Films on an idle system: how long until the first segment can be played, and where that time goes."""
from dataclasses import dataclass
from functools import cached_property

from . import slots

# Where the time of a step goes beside the service of its call, in the order of the way.
PARTS = ("intake", "queued", "handed_over", "fetch", "slot_wait", "model", "codec", "store", "rest", "told", "next")
STEPS = ("find", "prepare", "anchors", "frames", "decode")
# Those that a worker counts while it has an item.
COUNTED = ("fetch", "slot_wait", "model", "codec", "store")
MS = 1000


@dataclass(frozen=True)
class Step:
    """A work on the way: requested by a job, started and finished by a worker; its answer was read by the driver."""

    work: str
    kind: str
    after: tuple
    requested: int
    started: int | None = None
    finished: int | None = None
    answered: int | None = None
    ms: dict | None = None


@dataclass(frozen=True)
class Film:
    """`stored` is the time in the store's event, `announced` when the store put that on Kafka; `segment` the first decode.

    `told`: the app said, too, that it had uploaded.
    """

    render: str
    told: bool
    stored: int | None
    announced: int | None
    playable: int | None
    segment: str | None
    steps: dict

    @property
    def told_at(self):
        """From when on the system can know of the upload: by its event, or by the app as soon as the store has it."""
        return self.stored if self.told else self.announced

    @cached_property
    def path(self):
        """What the first segment waited for, step after step: of all that a step needs, the last before its request."""
        found, step = [], self.steps.get(self.segment)
        while step:
            found.append(step)
            needs = [self.steps[a] for a in step.after if a in self.steps]
            before = [n for n in needs if n.finished is not None and n.finished <= step.requested]
            step = max(before, key=lambda n: n.finished, default=None)
        return found[::-1]


def film(record):
    steps = (Step(s["work"], s["kind"], tuple(s["after"]), s["requested"], s["started"], s["finished"], s["answered"],
                  s["ms"]) for s in record["steps"])
    return Film(record["render"], record["told"], record["stored"], record["announced"], record["playable"],
                record["segment"], {s.work: s for s in steps})


def playable(run):
    """The films of which a segment could be played."""
    return [f for f in run.films if None not in (f.stored, f.told_at, f.playable, f.segment)]


def chain(run, film):
    """Microseconds of the longest chain of calls that the first segment needs, as the slots were told."""
    needed, open_ = {}, [film.segment]
    while open_:
        work = run.works.get(open_.pop())
        if work and work.work not in needed:
            needed[work.work] = work
            open_ += work.after
    return slots.chain(needed)


def over(run, film):
    """Microseconds from when the upload is told of until the first segment, without that chain."""
    return film.playable - film.told_at - chain(run, film)


def parts(run, film):
    """{(step, part): microseconds}: what `over` is made of, but for calls that ran beside the longest chain."""
    path = film.path
    first = path[0]
    found = {}
    found[first.kind, "intake"] = first.requested - film.told_at
    for step, then in zip(path, [s.requested for s in path[1:]] + [film.playable]):
        held = {part: step.ms[part] * MS for part in COUNTED}
        found[step.kind, "queued"] = step.ms["queued"] * MS
        found[step.kind, "handed_over"] = step.started - step.requested - step.ms["queued"] * MS
        found[step.kind, "rest"] = step.finished - step.started - sum(held.values())
        held["model"] -= run.works[step.work].service if step.work in run.works else 0
        found |= {(step.kind, part): spent for part, spent in held.items()}
        found[step.kind, "told"] = step.answered - step.finished
        found[step.kind, "next"] = then - step.answered
    return found


def means(run, films):
    """{name: ms}: the mean of each part over the films; together they are the mean of `over`."""
    total = {}
    for each in films:
        spent = parts(run, each)
        spent["path", "other"] = over(run, each) - sum(spent.values())
        for place, value in spent.items():
            total[place] = total.get(place, 0) + value
    return {f"over_{step}_{part}_ms": value / MS / len(films) for (step, part), value in total.items() if value}
