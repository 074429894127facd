"""The list of work: handed in when it is due and what it needs is answered, well or not, as our own driver does."""
import json
import queue
import time


def now():
    """Microseconds since the epoch, the clock of the slot logs."""
    return time.time_ns() // 1000


ASKED_OF_NOBODY = {"requested": None, "answered": None, "outcome": "unanswered"}


class Load:
    """Hands in works and keeps when they were answered. `answer` may be called from any thread."""

    def __init__(self, path):
        with open(path) as lines:
            self.works = {w["work"]: {**w, **ASKED_OF_NOBODY} for w in map(json.loads, lines)}
        self.answers = queue.SimpleQueue()

    def answer(self, work, outcome="ok"):
        """A peer knows the outcome of a work: its latents are stored, or it has given up."""
        self.answers.put((work, now(), outcome))

    def warm_up(self, submit, count, patience=60):
        """Sends work of 1 ms through all of a peer, so that no connection and no import is measured."""
        for i in range(count):
            submit({"work": f"warm-{i}", "render": "warm", "tenant": "warm", "service_us": 1000, "width": 64,
                    "height": 64, "frames": 1})
        for _ in range(count):
            work, _, outcome = self.answers.get(timeout=patience)
            if outcome != "ok":
                raise RuntimeError(f"warm-up: '{work}' {outcome} (expected: ok)")

    def run(self, submit, patience=120):
        """Until all that somebody waits for is answered, or nothing is for `patience` seconds; how many are not."""
        start = quiet = now()
        needs = {name: set(w["after"]) for name, w in self.works.items()}
        followers = {}
        for name, needed in needs.items():
            for need in needed:
                followers.setdefault(need, []).append(name)
        due = sorted(self.works.values(), key=lambda w: w["at"])[::-1]
        ready = []
        wanted = sum(not w["extra"] for w in self.works.values())
        for work in self.works.values():
            work["deadline"] = work["deadline"] and start + work["deadline"]
        while wanted and now() - quiet < patience * 1_000_000:
            while due and start + due[-1]["at"] <= now():
                ready.append(due.pop())
            for work in ready:
                if not needs[work["work"]] and work["requested"] is None:
                    work["requested"] = quiet = now()
                    submit(work)
            ready.clear()
            try:
                name, at, outcome = self.answers.get(timeout=self.rest(due, start))
            except queue.Empty:
                continue
            work = self.works.get(name)
            if work and work["answered"] is None:
                work.update(answered=at, outcome=outcome)
                wanted, quiet = wanted - (not work["extra"]), at
                for follower in followers.get(name, ()):
                    needs[follower].discard(name)
                    if start + self.works[follower]["at"] <= now():
                        ready.append(self.works[follower])
        return wanted

    @staticmethod
    def rest(due, start):
        """Seconds until the next work is due, a second at most."""
        return min(1.0, max(0, start + due[-1]["at"] - now()) / 1e6) if due else 1.0

    def write(self, path):
        """The works with what became of them; times are microseconds since the epoch."""
        with open(path, "w") as lines:
            for work in self.works.values():
                lines.write(json.dumps(work) + "\n")
