"""What is run: each scenario is a shape of the stack, a list of work, and what befalls the run.

Service times are real ones divided by a factor that is part of the name of the result: a shorter call leaves less to hide
a dispatcher's own time behind, so scaling makes every system look worse than it would be.
"""
from dataclasses import dataclass, field
from typing import Callable

from . import workloads

# A chunk of a 14B model takes 14 s with few steps on a fast GPU; ours take 200 ms.
SCALE = 70
PEERS = ("consumer-group", "celery", "bullmq", "ray-tasks", "ray-serve", "temporal")


@dataclass(frozen=True)
class Scenario:
    """`make(seed)` gives the list; `killed` are (seconds after the start, server)."""

    name: str
    title: str
    make: Callable
    gpus: int = 1
    slots: int = 8
    repeats: int = 3
    timeout: int = 300
    peers: tuple = ()
    killed: tuple = ()
    faults: dict = field(default_factory=dict)
    heap_mb: int = 512
    # Of the slots in which a bound is to be computed, where one of them is slow.
    capacity: float | None = None
    checkpoint: bool = False

    @property
    def shape(self):
        return self.gpus, self.slots, self.heap_mb

    @property
    def all_slots(self):
        return self.gpus * self.slots


W = workloads
ALL = (
    Scenario("busy-200ms", "400 calls of 200 ms, 100 KB", lambda s: W.steady(s, 400, 200), peers=PEERS),
    Scenario("busy-20ms", "2,000 calls of 20 ms, 100 KB", lambda s: W.steady(s, 2000, 20), peers=PEERS),
    Scenario("bytes-2mb", "400 calls of 200 ms, 2 MB", lambda s: W.steady(s, 400, 200, W.MB2), peers=PEERS),
    Scenario("no-service", "10,000 calls of 0 ms, 10 KB", lambda s: W.steady(s, 10000, 0, W.KB10), peers=PEERS),
    Scenario("order-8", "64 unequal chunks of one render", lambda s: W.unequal(s, 8, 500), peers=PEERS),
    Scenario("order-32", "256 unequal chunks of one render", lambda s: W.unequal(s, 32, 1000), gpus=2, slots=16),
    Scenario("order-128", "1,024 unequal chunks of one render", lambda s: W.unequal(s, 128, 4000), gpus=4, slots=32,
             repeats=1),
    Scenario("mixed", "400 calls: 70 % 1-6 s, 30 % 15-60 s, over 70", lambda s: W.mixed(s, 400, SCALE), peers=PEERS),
    Scenario("chains", "256 chains of two calls", lambda s: W.chains(s, 256, 200), repeats=1),
    Scenario("flood", "16-chunk renders beside a flood of 100,000", lambda s: W.flood(s, 100_000, 50), heap_mb=2048,
             repeats=1, timeout=400),
    Scenario("slow-slot", "one slot of eight 10x slow", lambda s: W.steady(s, 240, 500),
             faults={"rules": [{"gpu": "gpu-1", "slot": 0, "kind": "slow", "factor": 10}]}, capacity=7.1),
    Scenario("overload", "Poisson at 1.2x with deadlines", lambda s: W.overload(s, 30, 8, 100)),
    Scenario("kill-worker", "a worker is killed", lambda s: W.steady(s, 200, 500), gpus=2, slots=4,
             killed=((6, "worker-1"),)),
    Scenario("kill-taskmanager", "the TaskManager is killed", lambda s: W.steady(s, 400, 500), gpus=2, slots=4,
             killed=((6, "taskmanager-1"),)),
    Scenario("kill-broker", "the broker is killed", lambda s: W.steady(s, 400, 500), gpus=2, slots=4,
             killed=((6, "kafka"),)),
    Scenario("backlog-1e3", "1,000 wait", lambda s: W.backlog(s, 1_000, 10, 1000, 30), repeats=1, heap_mb=6144),
    Scenario("backlog-1e6", "1,000,000 wait", lambda s: W.backlog(s, 1_000_000, 10_000, 1000, 30), repeats=1,
             heap_mb=6144, timeout=900, checkpoint=True),
    Scenario("renders-1e4", "10,000 renders", lambda s: W.backlog(s, 10_000, 10_000, 1000, 30), repeats=1, heap_mb=6144),
    Scenario("slots-256", "256 slots", lambda s: W.steady(s, 2560, 6000, W.KB10, 10), gpus=8, slots=32, repeats=1),
)
# Within five minutes, and without what only a long run shows.
QUICK = ("busy-200ms", "busy-20ms", "order-8", "slow-slot")


def chosen(names):
    """The scenarios of these names, in the order of the list. Raises ValueError for an unknown one."""
    known = {scenario.name for scenario in ALL}
    if unknown := sorted(set(names) - known):
        raise ValueError(f"scenario: {', '.join(unknown)} (expected: some of {', '.join(sorted(known))})")
    return [scenario for scenario in ALL if scenario.name in names]
