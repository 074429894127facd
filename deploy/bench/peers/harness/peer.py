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
        # [(role, name, process)]
        self.children = []

    def __enter__(self):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return self

    def __exit__(self, *_):
        for _, _, child in reversed(self.children):
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def start(self, role, name, command, talks=False, **environment):
        """Starts a program that ends with this one; what it says goes into OUT_DIR/NAME.log.

        With one that `talks`, lines go to its standard input and come from its standard output.
        """
        pipe = subprocess.PIPE if talks else None
        with open(self.out / f"{name}.log", "wb") as log:
            child = subprocess.Popen([str(c) for c in command], stdout=pipe or log, stderr=log,
                                     stdin=pipe or subprocess.DEVNULL, env={**os.environ, **environment},
                                     preexec_fn=end_with_parent, cwd=self.out)
        self.children.append((role, name, child))
        return child

    def listen(self, child):
        """Answers come as lines of a program that talks, each with `work` and `outcome`."""

        def hear():
            for line in child.stdout:
                answer = json.loads(line)
                self.load.answer(answer["work"], answer["outcome"])

        threading.Thread(target=hear, daemon=True).start()

    def measure(self, submit, warm_up):
        """Warms up, plays the list of work, and writes work.jsonl and peer-cpu.json.

        Ends the program with status 1 where somebody waits for a work that is not answered.
        """
        self.load.warm_up(submit, warm_up)
        before = self.cpu()
        unanswered = self.load.run(submit)
        after = self.cpu()
        used = {name: {"role": role, "cpu_ms": after[role, name] - before[role, name]} for role, name in after}
        (self.out / "peer-cpu.json").write_text(json.dumps(used, indent=1))
        self.load.write(self.out / "work.jsonl")
        if unanswered:
            sys.exit(f"unanswered works: {unanswered} (expected: 0)")

    def cpu(self):
        """{(role, name): ms of CPU so far}, of what was started, with all that it started, and of this program."""
        if self.plane:
            return {("plane", "driver"): machine.tree_ms(os.getpid())}
        used = {(role, name): machine.tree_ms(child.pid) for role, name, child in self.children}
        return {**used, ("driver", "driver"): machine.cpu_ms(os.getpid())}
