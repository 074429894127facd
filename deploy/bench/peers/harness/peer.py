"""One run of a peer: what it was asked to do, the processes it started, and what came of it."""
import ctypes
import json
import os
import random
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from . import cpu
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
    """`run WORK GPU_ADDRESSES OUT_DIR`. All that `start` started is ended, by id, when the run leaves the block."""

    def __init__(self, arguments=None):
        work, addresses, out = sys.argv[1:] if arguments is None else arguments
        self.gpus = addresses.split(",")
        self.out = Path(out)
        self.out.mkdir(parents=True, exist_ok=True)
        self.load = Load(work)
        self.children = []
        # {role: {name: pid}}; the programs that others started come from a file {role: [pids]}.
        self.processes = {}
        others = os.environ.get("STILLWAKE_BENCH_PIDS")
        for role, pids in json.loads(Path(others).read_text()).items() if others else ():
            for pid in pids:
                self.counts(role, f"{role}-{pid}", pid)

    def __enter__(self):
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
        return self

    def __exit__(self, *_):
        for child in reversed(self.children):
            child.terminate()
            try:
                child.wait(20)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()

    def counts(self, role, name, pid):
        """The CPU of a process, and of its children, counts for a role."""
        self.processes.setdefault(role, {})[name] = pid

    def start(self, role, name, command, **environment):
        """Starts a program that ends with this one; what it says goes into OUT_DIR/NAME.log."""
        with open(self.out / f"{name}.log", "wb") as log:
            child = subprocess.Popen([str(c) for c in command], stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                     env={**os.environ, **environment}, preexec_fn=end_with_parent, cwd=self.out)
        self.children.append(child)
        self.counts(role, name, child.pid)
        return child

    def measure(self, submit, warm_up):
        """Warms up, runs the list of work, and writes work.jsonl, pids.json and cpu.json."""
        self.load.warm_up(submit, warm_up)
        (self.out / "pids.json").write_text(json.dumps({r: list(p.values()) for r, p in self.processes.items()}))
        roots = [pid for names in self.processes.values() for pid in names.values()]
        before = cpu.trees(roots)
        self.load.run(submit)
        after = cpu.trees(roots)
        used = {name: {"role": role, "cpu_ms": round(after[pid] - before[pid])}
                for role, names in self.processes.items() for name, pid in names.items()}
        (self.out / "cpu.json").write_text(json.dumps(used, indent=1))
        self.load.write(self.out / "work.jsonl")
