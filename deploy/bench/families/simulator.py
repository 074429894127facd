"""Films on GPUs, as a discrete-event simulation.

Servers are alike and do one task at a time, none interrupted. A task may start when the results of those that it needs
have been handed over. Of the tasks that may start, those of the film that came first go first, and inside a film the
lowest rank. The same input gives the same result; whoever wants chance draws arrivals and durations with a seed before.
"""
import heapq
from dataclasses import dataclass, field

FREE, READY = 0, 1


@dataclass(frozen=True)
class Task:
    """needs: indices of tasks of the same film. segment: the play position it makes ready; None where it makes none."""

    name: str
    seconds: float
    needs: tuple = ()
    rank: int = 0
    segment: int | None = None


@dataclass
class Outcome:
    """Seconds since the film arrived, but `arrived`, which is on the clock.

    spans: (task, server, start, end) of each task, if traced.
    """

    arrived: float
    waited: float | None = None
    first_segment: float | None = None
    done: float | None = None
    spans: list = field(default_factory=list)


class Simulation:
    """Films [(arrival, [Task])], sorted by arrival, on `servers`. hand_over: seconds from a result to whoever needs it.

    ready_at is when the servers have loaded their model.
    """

    def __init__(self, films, servers, hand_over=0.0, ready_at=0.0, trace=False):
        if servers < 1:
            raise ValueError(f"servers: {servers} (expected: at least 1)")
        self.films, self.hand_over, self.trace = films, hand_over, trace
        self.outcomes = [Outcome(arrival) for arrival, _ in films]
        self.missing = [[len(task.needs) for task in tasks] for _, tasks in films]
        self.left = [len(tasks) for _, tasks in films]
        self.followers = [followers(tasks) for _, tasks in films]
        self.idle, self.waiting, self.busy = [], [], 0.0
        self.events = [(ready_at, FREE, server, 0) for server in range(servers)]
        self.events += [(arrival, READY, film, index) for film, (arrival, tasks) in enumerate(films)
                        for index, task in enumerate(tasks) if not task.needs]
        heapq.heapify(self.events)

    def run(self):
        """([Outcome], seconds that servers were busy)."""
        while self.events:
            now = self.events[0][0]
            while self.events and self.events[0][0] == now:
                self.happen(*heapq.heappop(self.events))
            while self.idle and self.waiting:
                self.start(now, heapq.heappop(self.idle), *heapq.heappop(self.waiting)[::2])
        return self.outcomes, self.busy

    def happen(self, now, kind, first, second):
        if kind == FREE:
            heapq.heappush(self.idle, first)
        elif second < 0:
            self.hand(now, first, -second - 1)
        else:
            heapq.heappush(self.waiting, (first, self.films[first][1][second].rank, second))

    def hand(self, now, film, index):
        """A result reaches those that need it."""
        outcome = self.outcomes[film]
        if self.films[film][1][index].segment == 0:
            outcome.first_segment = now - outcome.arrived
        self.left[film] -= 1
        if not self.left[film]:
            outcome.done = now - outcome.arrived
        for follower in self.followers[film][index]:
            self.missing[film][follower] -= 1
            if not self.missing[film][follower]:
                self.happen(now, READY, film, follower)

    def start(self, now, server, film, index):
        task, outcome = self.films[film][1][index], self.outcomes[film]
        if outcome.waited is None:
            outcome.waited = now - outcome.arrived
        if self.trace:
            outcome.spans.append((task, server, now, now + task.seconds))
        self.busy += task.seconds
        heapq.heappush(self.events, (now + task.seconds, FREE, server, 0))
        heapq.heappush(self.events, (now + task.seconds + self.hand_over, READY, film, -index - 1))


def followers(tasks):
    found = [[] for _ in tasks]
    for index, task in enumerate(tasks):
        for need in task.needs:
            found[need].append(index)
    return found
