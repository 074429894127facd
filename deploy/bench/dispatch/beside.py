"""What happens beside a run: kills, and a look at what the job keeps."""
import json
import threading
import time
import urllib.request

from . import machine

LOOK_EVERY_S = 2
BEGUN_EVERY_S = 0.05


class Kills(threading.Thread):
    """SIGKILLs what a scenario says, when it says so; `happened` tells what was killed when.

    Seconds count from when `begun()` is true: on a busy machine a driver needs longer to start than a list to be played.
    """

    def __init__(self, planned, on, begun):
        super().__init__(daemon=True)
        self.planned, self.on, self.begun, self.happened, self.over = planned, on, begun, [], threading.Event()

    def run(self):
        while self.planned and not self.begun():
            if self.over.wait(BEGUN_EVERY_S):
                return
        begun = time.monotonic()
        for after, server in self.planned:
            if self.over.wait(max(0, begun + after - time.monotonic())):
                return
            machine.kill(self.on.pid(server))
            gpus = [server.replace("worker", "gpu")] if server.startswith("worker") else []
            self.happened.append({"at": time.time_ns() // 1000, "what": server, "gpus": gpus})

    def end(self):
        self.over.set()
        self.join()


class Checkpoints(threading.Thread):
    """Looks at each checkpoint that DispatchJob completes."""

    def __init__(self, on):
        super().__init__(daemon=True)
        self.flink, self.seen, self.over = on.addresses["flink"], {}, threading.Event()

    def run(self):
        while not self.over.wait(LOOK_EVERY_S):
            try:
                for job in self.get("/jobs")["jobs"]:
                    if latest := self.get(f"/jobs/{job['id']}/checkpoints")["latest"]["completed"]:
                        self.seen[latest["id"]] = latest
            except (OSError, KeyError, TypeError):
                continue  # a JobManager that starts anew has no answer yet

    def get(self, path):
        with urllib.request.urlopen(self.flink + path, timeout=5) as answer:
            return json.load(answer)

    def end(self):
        self.over.set()
        self.join()

    def largest(self, waiting):
        """State per item and the time of the largest checkpoint, where `waiting` items were kept all the time."""
        if not self.seen or not waiting:
            return {}
        largest = max(self.seen.values(), key=lambda c: c["state_size"])
        return {"state_per_item_bytes": largest["state_size"] / waiting,
                "checkpoint_s": max(c["end_to_end_duration"] for c in self.seen.values()) / 1000}
