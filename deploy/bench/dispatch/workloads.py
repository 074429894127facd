"""Lists of work, the same for every system: each is a function of its seed and its size.

A line of a list: `work` and `render` ids, `tenant`, `class`, `order` of play, `at` (microseconds from the start),
`service_us` on the virtual GPU, `cost_seconds` as the request estimates it, picture `width` and `height`, latent `frames`,
`after` (works whose output it needs), `deadline` (microseconds from the start, or null), and `extra` for work that
nobody waits for: a run ends without it.
"""
import hashlib
import itertools
import math
import random
from dataclasses import dataclass

# 16 channels of FP16 at an eighth of the sides: bytes of latents by (width, height, frames).
KB10 = (160, 128, 1)
KB100 = (512, 384, 1)
MB2 = (512, 384, 21)
FILM = (448, 384, 1)

SIGMA = 0.5
MIXED_MEAN_S = 13.7
ESTIMATES_OFF_BY = 1.5  # what a descriptor's cost says of another machine


@dataclass(frozen=True)
class Maker:
    """Makes lines for one seed."""

    seed: int

    def ids(self, kind, number):
        return hashlib.sha256(f"{self.seed}/{kind}/{number}".encode()).hexdigest()

    def line(self, number, render, service_ms, *, tenant="acme", size=KB100, at=0, order=0, cost=None, after=(),
             deadline=None, batch=False, extra=False):
        return {"work": self.ids("work", number), "render": self.render(render), "tenant": tenant,
                "class": "batch" if batch else "interactive", "order": order, "at": int(at),
                "service_us": round(service_ms * 1000), "cost_seconds": cost if cost is not None else service_ms / 1000,
                "width": size[0], "height": size[1], "frames": size[2], "after": list(after),
                "deadline": None if deadline is None else int(deadline), "extra": extra}

    def render(self, number):
        return "01B" + self.ids("render", number)[:23].upper()

    def random(self, name):
        return random.Random(f"{self.seed}/{name}")


def lognormal(dice, mean, sigma=SIGMA):
    """A lognormal time with this mean."""
    return dice.lognormvariate(math.log(mean) - sigma * sigma / 2, sigma)


def steady(seed, count, mean_ms, size=KB100, renders=1):
    """Work that is there from the start and that nobody can foresee the length of: what a slot waits for is dispatch."""
    make, dice = Maker(seed), random.Random(seed)
    times = [lognormal(dice, mean_ms) if mean_ms else 0 for _ in range(count)]
    return [make.line(i, i * renders // count, ms, size=size, order=10 + i, cost=mean_ms / 1000 or .001)
            for i, ms in enumerate(times)]


def unequal(seed, slots, mean_ms, per_slot=8, sizes=12, size=FILM):
    """One render of few chunks per slot whose lengths follow from what they make: the order decides the makespan.

    A chunk makes 1 to `sizes` frames of a lognormal law; its time is theirs, give or take 5 %, and its request's
    estimate is wrong by the same factor for all. No other list has pictures of this size, or the same frames would
    have been seen to take another time.
    """
    make, dice = Maker(seed), random.Random(seed)
    frames = [min(sizes, max(1, round(lognormal(dice, sizes / 4)))) for _ in range(slots * per_slot)]
    each = mean_ms * len(frames) / sum(frames)
    firsts = itertools.accumulate(frames, initial=0)
    return [make.line(i, 0, f * each * dice.uniform(.95, 1.05), order=10 + first, size=(size[0], size[1], f),
                      cost=f * each / 1000 * ESTIMATES_OFF_BY) for i, (f, first) in enumerate(zip(frames, firsts))]


def mixed(seed, count, scale, renders=10):
    """70 % of 1 to 6 s and 30 % of 15 to 60 s, each over `scale`."""
    make, dice = Maker(seed), random.Random(seed)
    seconds = [dice.uniform(1, 6) if dice.random() < .7 else dice.uniform(15, 60) for _ in range(count)]
    return [make.line(i, i * renders // count, s * 1000 / scale, order=10 + i, cost=MIXED_MEAN_S / scale)
            for i, s in enumerate(seconds)]


def arrivals(seed, count, slots, scale, load=.85, size=KB10):
    """Renders of one work each that come at random, at 85 % of what the slots can do; times as in `mixed`."""
    make = Maker(seed)
    dice, lines, at = make.random("arrivals"), [], 0.0
    for line in mixed(seed, count, scale, renders=count):
        at += dice.expovariate(load * slots / MIXED_MEAN_S * scale) * 1e6
        lines.append(make.line(len(lines), len(lines), line["service_us"] / 1000, at=at, size=size, order=10,
                               cost=MIXED_MEAN_S / scale))
    return lines


def chains(seed, count, mean_ms, size=KB100):
    """Two calls after each other for every chunk."""
    make, dice = Maker(seed), random.Random(seed)
    lines = []
    for i in range(count):
        first = make.line(2 * i, i // 8, lognormal(dice, mean_ms / 2), order=10 + i % 8, size=size, cost=mean_ms / 2000)
        second = make.line(2 * i + 1, i // 8, lognormal(dice, mean_ms / 2), order=10 + i % 8, size=size,
                           cost=mean_ms / 2000, after=[first["work"]])
        lines += [first, second]
    return lines


def flood(seed, flooding, mean_ms, small=12, chunks=16, tenants=4, every_ms=1500, size=KB10):
    """One tenant asks for `flooding` chunks at once; small tenants come with renders of a few chunks now and then."""
    make, dice = Maker(seed), random.Random(seed)
    lines = [make.line(i, i // 100, lognormal(dice, mean_ms), tenant="flood", size=size, order=10 + i % 100,
                       cost=mean_ms / 1000, extra=True) for i in range(flooding)]
    for r in range(small):
        at = (2000 + r * every_ms) * 1000
        lines += [make.line(flooding + r * chunks + c, f"small-{r}", lognormal(dice, mean_ms), at=at, size=size,
                            tenant=f"small-{r % tenants}", order=10 + c, cost=mean_ms / 1000) for c in range(chunks)]
    return lines


def tenants(seed, count, mean_ms, size=KB10):
    """Four tenants whose work is all there from the start, one after the other; their items are not of the same length."""
    make, dice = Maker(seed), random.Random(seed)
    lines = []
    for t in range(4):
        mean = mean_ms * (t + 1) / 2.5
        lines += [make.line(t * count + i, f"{t}-{i * 10 // count}", lognormal(dice, mean), tenant=f"tenant-{t}", size=size,
                            order=10 + i, cost=mean / 1000) for i in range(count)]
    return lines


def overload(seed, seconds, slots, mean_ms, load=1.2, patience=10, size=KB10):
    """Poisson arrivals of more than the slots can do, each wanted within `patience` mean times."""
    make, dice = Maker(seed), random.Random(seed)
    lines, at = [], 0.0
    while at < seconds * 1e6:
        at += dice.expovariate(load * slots / (mean_ms * 1000))
        ms = lognormal(dice, mean_ms, .3)
        lines.append(make.line(len(lines), len(lines), ms, at=at, size=size, cost=mean_ms / 1000,
                               deadline=at + patience * mean_ms * 1000))
    return lines


def backlog(seed, count, per_render, mean_ms, size=KB10):
    """Renders of so many items each, one after the other."""
    make, dice = Maker(seed), random.Random(seed)
    return [make.line(i, i // per_render, lognormal(dice, mean_ms), size=size, order=10 + i, cost=mean_ms / 1000)
            for i in range(count)]


def films(seed, count, told=False, size=(256, 192), seconds=4):
    """Photos to be uploaded one after the other, each once the film before has ended and after a pause of up to a second.

    No photo comes twice. The service times are the virtual GPU's own. told: the app says when it has uploaded.
    """
    dice = random.Random(seed)
    return [{"photo": f"{seed}/{i}", "tenant": "acme", "pause_us": round(dice.uniform(0, 1e6)), "width": size[0],
             "height": size[1], "seconds": seconds, "told": told, "extra": False} for i in range(count)]
