"""One run of a peer: what it was asked to do, the processes it started, and what came of it."""
import ctypes
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

from dispatch import machine

from . import kills
from .load import Load

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


def free_port():
    """A free port on the loopback below those that the system gives out."""
    for port in random.sample(range(20000, 32000), 200):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise OSError("no free port (expected: one of 20000 to 32000)")


def until(ready, patience=60):
    """Waits for a condition. Raises TimeoutError."""
    end = time.monotonic() + patience
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"not ready after {patience} s")
        time.sleep(0.05)


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def end_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


class Peer:
    """`run WORK GPU_ADDRESSES OUT_DIR`. All that `start` started is ended, by id, when the run leaves the block.

    With `plane`, this program is part of what is measured, with all that it starts, and no mere driver.
    """

    def __init__(self, plane=False):
        work, addresses, out = sys.argv[1:]
        self.plane = plane
        self.gpus = addresses.split(",")
        self.out = Path(out)
        self.out.mkdir(parents=True, exist_ok=True)
        self.load = Load(work)
        # {(role, name): process}
        self.children = {}
        # {"worker" or "broker": kills.Part}
        self.parts = {}
        self.kills = None

    def __enter__(self):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return self

    def __exit__(self, *_):
        for child in list(self.children.values())[::-1]:
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        if self.kills:
            self.kills.end()

    def start(self, role, name, command, talks=False, **environment):
        """Starts a program that ends with this one; what it says goes into OUT_DIR/NAME.log.

        One that `talks` is given lines on its standard input; its answers are lines of its standard output, each with
        `work` and `outcome`.
        """
        pipe = subprocess.PIPE if talks else None
        with open(self.out / f"{name}.log", "ab") as log:
            child = subprocess.Popen([str(c) for c in command], stdout=pipe or log, stderr=log,
                                     stdin=pipe or subprocess.DEVNULL, env={**os.environ, **environment},
                                     preexec_fn=end_with_parent, cwd=self.out)
        self.children[role, name] = child
        if talks:
            threading.Thread(target=self.hear, args=(child.stdout,), daemon=True).start()
        return child

    def keep(self, part, role, name, command, gpus=(), **more):
        """Starts a program as `start` does, that is started again if the bench has it killed as the peer's `part`.

        Of several that are kept as the same part, the first one is killed.
        """

        def kill():
            child = self.children[role, name]
            child.kill()
            child.wait()

        def again():
            self.start(role, name, command, **more)

        again()
        self.parts.setdefault(part, kills.Part(name, kill, again, tuple(gpus)))

    def keep_workers(self, command, **more):
        """A worker beside each GPU, `worker-1` beside `gpu-1`; `command(name, address of its GPU)` starts it."""
        for number, address in enumerate(self.gpus, 1):
            name = f"worker-{number}"
            self.keep("worker", "plane", name, command(name, address), gpus=[f"gpu-{number}"], **more)

    def hear(self, answers):
        for line in answers:
            # The last one of a program that is killed may be cut off.
            if line.endswith(b"\n"):
                answer = json.loads(line)
                self.load.answer(answer["work"], answer["outcome"])

    def measure(self, submit, warm_up):
        """Warms up, plays the list of work, and writes work.jsonl and peer-cpu.json, also where it is ended meanwhile.

        Ends the program with status 1 where somebody waits for a work that is not answered.
        """
        self.load.warm_up(submit, warm_up)
        before = self.cpu()
        self.plan_kill()
        try:
            unanswered = self.load.run(submit)
        finally:
            after = self.cpu()
            used = {name: {"role": role, "cpu_ms": after[role, name] - before[role, name]} for role, name in after}
            (self.out / "peer-cpu.json").write_text(json.dumps(used, indent=1))
            self.load.write(self.out / "work.jsonl")
        if unanswered:
            sys.exit(f"unanswered works: {unanswered} (expected: 0)")

    def plan_kill(self):
        """From now on the bench's seconds count. Raises KeyError for a part that this peer has not."""
        if kill := kills.asked():
            after, part = kill
            self.kills = kills.Kills(after, self.parts[part], self.out / "events.json")
            self.kills.start()

    def cpu(self):
        """{(role, name): ms of CPU so far}, of what was started, with all that it started, and of this program."""
        if self.plane:
            return {("plane", "driver"): machine.tree_ms(os.getpid())}
        used = {(role, name): machine.tree_ms(child.pid) for (role, name), child in self.children.items()}
        return {**used, ("driver", "driver"): machine.cpu_ms(os.getpid())}
