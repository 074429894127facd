"""What is run: each scenario is a shape of the stack, a list of work, and what befalls the run.

Service times are real ones divided by a factor that is part of the name of the result: a shorter call leaves less to hide
a dispatcher's own time behind, so scaling makes every system look worse than it would be.
"""
from dataclasses import dataclass, field
from typing import Callable

from . import workloads

# A chunk of a 14B model takes 14 s with few steps on a fast GPU; ours take 200 ms.
SCALE = 70
PEERS = ("consumer-group", "celery", "bullmq", "ray-tasks", "ray-serve", "temporal", "flink-async-least")
# Those whose worker is not a TaskManager, and those that outlive what keeps their queue.
WITH_WORKERS = PEERS[:-1]
WITH_BROKERS = tuple(p for p in PEERS if not p.startswith("ray-"))


@dataclass(frozen=True)
class Stock:
    """`kept` items wait all the time, as each answer lets the next one be asked for; once the job has read as many, the
    next `measured` answers are what is measured.
    """

    kept: int
    measured: int


@dataclass(frozen=True)
class Scenario:
    """`make(seed)` gives the list; `killed` are (seconds after the list has begun, server of ours);
    of a peer its part that does the same is killed."""

    name: str
    make: Callable
    gpus: int = 1
    slots: int = 8
    repeats: int = 3
    timeout: int = 300
    peers: tuple = ()
    killed: tuple = ()
    faults: dict = field(default_factory=dict)
    heap_mb: int = 512
    # Uploads are played, and all of the system runs that makes films of them.
    whole: bool = False
    stock: Stock | None = None
    # Of the slots in which a bound is to be computed, where one of them is slow.
    capacity: float | None = None

    @property
    def shape(self):
        return self.gpus, self.slots, self.heap_mb, self.whole

    @property
    def all_slots(self):
        return self.gpus * self.slots

    def kept(self, lines):
        """How many items of the list wait all the time."""
        return self.stock.kept if self.stock else sum(line["extra"] for line in lines)


def kept(name, waiting, per_render, timeout=300):
    """A stock of so many items in renders of so many, at a rate that leaves the machine room. Those for what comes on top."""
    stock, spare = Stock(waiting, 4000), 20_000 + waiting // 10
    return Scenario(name, lambda s: workloads.backlog(s, waiting + spare, per_render, 60), stock=stock, repeats=1,
                    heap_mb=6144, timeout=timeout)


W = workloads
ALL = (
    Scenario("steady-200ms", lambda s: W.steady(s, 400, 200), peers=PEERS),
    Scenario("steady-20ms", lambda s: W.steady(s, 4000, 20), peers=PEERS),
    Scenario("latents-2mb", lambda s: W.steady(s, 400, 200, W.MB2), peers=PEERS),
    Scenario("no-service", lambda s: W.steady(s, 10_000, 0, W.KB10), peers=PEERS),
    Scenario("fan-8", lambda s: W.unequal(s, 8, 500), peers=PEERS),
    Scenario("fan-32", lambda s: W.unequal(s, 32, 1000), gpus=2, slots=16),
    Scenario("fan-128", lambda s: W.unequal(s, 128, 4000), gpus=4, slots=32, repeats=1),
    Scenario("mixed", lambda s: W.mixed(s, 400, SCALE), peers=PEERS),
    Scenario("arrivals", lambda s: W.arrivals(s, 1200, 8, SCALE), gpus=2, slots=4,
             peers=(*PEERS, "flink-async-round"), repeats=1),
    Scenario("chains", lambda s: W.chains(s, 256, 200), repeats=1),
    Scenario("first-segment", lambda s: W.films(s, 40), whole=True, timeout=600),
    Scenario("first-segment-told", lambda s: W.films(s, 40, told=True), whole=True, timeout=600),
    Scenario("flood", lambda s: W.flood(s, 100_000, 50), heap_mb=2048, timeout=400),
    # What those can finish who do not let anybody go first.
    Scenario("flood-4000", lambda s: W.flood(s, 4_000, 50), peers=PEERS, repeats=1),
    Scenario("tenants", lambda s: W.tenants(s, 400, 50), peers=PEERS),
    Scenario("slow-slot", lambda s: W.steady(s, 240, 500), capacity=7.1,
             faults={"faults": [{"gpu": "gpu-1", "slot": 0, "kind": "slow", "factor": 10}]}),
    Scenario("overload", lambda s: W.overload(s, 30, 8, 100)),
    Scenario("kill-worker", lambda s: W.steady(s, 200, 500), gpus=2, slots=4, peers=WITH_WORKERS,
             killed=((6, "worker-1"),)),
    Scenario("kill-taskmanager", lambda s: W.steady(s, 400, 500), gpus=2, slots=4,
             peers=("flink-async-least",), killed=((6, "taskmanager-1"),)),
    Scenario("kill-broker", lambda s: W.steady(s, 400, 500), gpus=2, slots=4, peers=WITH_BROKERS,
             killed=((6, "kafka"),)),
    kept("renders-10", 10_000, 1000),
    kept("renders-1e4", 10_000, 1),
    kept("backlog-1e3", 1_000, 100),
    kept("backlog-1e6", 1_000_000, 100, timeout=900),
    Scenario("slots-8", lambda s: W.steady(s, 1000, 200, W.KB10, 10)),
    Scenario("slots-256", lambda s: W.steady(s, 2560, 6000, W.KB10, 10), slots=256),
)
# Within five minutes, and without what only a long run shows.
QUICK = ("steady-200ms", "steady-20ms", "fan-8", "slow-slot")


def chosen(names):
    """The scenarios of these names, in the order of the list. Raises ValueError for an unknown one."""
    known = {scenario.name for scenario in ALL}
    if unknown := sorted(set(names) - known):
        raise ValueError(f"scenario: {', '.join(unknown)} (expected: some of {', '.join(sorted(known))})")
    return [scenario for scenario in ALL if scenario.name in names]
