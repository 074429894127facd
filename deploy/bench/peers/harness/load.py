"""The list of work: handed in when it is due and what it needs is answered."""
import json
import queue
import time


def now():
    """Microseconds since the epoch, the clock of the slot logs."""
    return time.time_ns() // 1000


class Load:
    """Hands in works and keeps when they were answered. `answer` may be called from any thread."""

    def __init__(self, path):
        with open(path) as lines:
            self.works = {w["work"]: w for w in map(json.loads, lines)}
        self.answers = queue.SimpleQueue()

    def answer(self, work, outcome="ok"):
        """A peer knows the outcome of a work: its latents are stored, or it has given up."""
        self.answers.put((work, now(), outcome))

    def warm_up(self, submit, count, patience=60):
        """Sends work of 1 ms through all of a peer, so that no connection and no import is measured."""
        for i in range(count):
            submit({"work": f"warm-{i}", "render": "warm", "tenant": "warm", "service_us": 1000, "bytes": 2048})
        for _ in range(count):
            work, _, outcome = self.answers.get(timeout=patience)
            if outcome != "ok":
                raise RuntimeError(f"warm-up: '{work}' {outcome} (expected: ok)")

    def run(self, submit, patience=120):
        """Until all is answered, or nothing is for `patience` seconds."""
        start = now()
        needs = {w["work"]: set(w.get("after") or ()) for w in self.works.values()}
        dependents = {}
        for name, needed in needs.items():
            for need in needed:
                dependents.setdefault(need, []).append(name)
        due = sorted(self.works.values(), key=lambda w: w["requested"], reverse=True)
        handed, left, quiet = set(), len(self.works), start
        for work in self.works.values():
            work.update(answered=None, outcome="")

        def hand_in(work):
            if not needs[work["work"]] and work["work"] not in handed and start + work["requested"] <= now():
                handed.add(work["work"])
                submit(work)

        while left and now() - quiet < patience * 1_000_000:
            while due and start + due[-1]["requested"] <= now():
                hand_in(due.pop())
                quiet = now()
            rest = start + due[-1]["requested"] - now() if due else 1_000_000
            try:
                name, at, outcome = self.answers.get(timeout=max(0, min(rest, 1_000_000)) / 1e6)
            except queue.Empty:
                continue
            work = self.works[name]
            if work["answered"] is None:
                work.update(answered=at, outcome=outcome)
                left, quiet = left - 1, at
                for follower in dependents.get(name, ()) if outcome == "ok" else ():
                    needs[follower].discard(name)
                    hand_in(self.works[follower])
        for work in self.works.values():
            work["requested"] += start

    def write(self, path):
        with open(path, "w") as lines:
            for work in self.works.values():
                lines.write(json.dumps(work) + "\n")
