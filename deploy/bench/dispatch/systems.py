"""What is measured: ours and its peers, each played the same list of work on the same virtual GPUs."""
import json
import os
import shutil
import signal
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from . import machine

BENCH = Path(__file__).resolve().parent.parent
PEERS = BENCH / "peers"

# What a server of the stack is for; the rest of its name is its number.
ROLES = {"worker": "plane", "taskmanager": "plane", "jobmanager": "coordinator", "zookeeper": "coordinator",
         "kafka": "broker", "minio": "store", "gpu": "gpu", "ingest": "front"}
OURS = "stillwake"
# What of a queue is left after a kill.
LOG, AOF = "replicated log", "Redis AOF, flushed each second"
DURABLE = {OURS: f"{LOG}, checkpoints", "consumer-group": LOG, "flink-async-least": f"{LOG}, checkpoints",
           "flink-async-round": f"{LOG}, checkpoints",
           "celery": AOF, "bullmq": AOF, "ray-tasks": "nothing", "ray-serve": "nothing",
           "temporal": "SQLite, flushed at each commit"}
# Roles of servers that have a like in a peer, as its harness names it.
LIKE = {"plane": "worker", "broker": "broker"}
# Those that use the stack's broker; the others bring their own.
ON_KAFKA = ("consumer-group", "flink-async-least", "flink-async-round")


@dataclass
class Stack:
    """Real servers, our workers, virtual GPUs: up while a block runs."""

    folder: Path
    addresses: dict
    whole: bool = False

    @property
    def gpus(self):
        return self.addresses["gpus"]

    def pid(self, server):
        """Of the process that runs now; None between two starts."""
        text = (self.folder / server / "pid").read_text().strip()
        return int(text) if text else None

    @staticmethod
    def log(gpu):
        """Of a GPU's slots."""
        return Path(gpu["log"])

    def servers(self):
        return sorted(p.parent.name for p in self.folder.glob("*/pid"))

    def cpu(self):
        """{server: ms of CPU so far}"""
        return {name: machine.tree_ms(pid) for name in self.servers() if (pid := self.pid(name))}

    def environment(self):
        s3 = self.addresses["s3"]
        return {**os.environ, "STILLWAKE_S3_ENDPOINT": s3["endpoint"], "STILLWAKE_S3_ACCESS_KEY": s3["accessKey"],
                "STILLWAKE_S3_SECRET_KEY": s3["secretKey"], "STILLWAKE_KAFKA": self.addresses["kafka"],
                "STILLWAKE_KAFKA_PID": str(self.folder.resolve() / "kafka" / "pid")}


@contextmanager
def stack(folder, gpus, slots, heap_mb=512, whole=False):
    """A new stack of this shape, down again when the block ends. What an old one has stored would not be made again.

    whole: it takes uploads, too
    """
    shutil.rmtree(folder, ignore_errors=True)
    command = [str(BENCH / "java"), "stack"]
    options = [f"--gpus={gpus}", f"--slots={slots}", f"--heap-mb={heap_mb}", *(["--whole"] if whole else [])]
    try:
        subprocess.run([*command, "up", str(folder), *options], check=True)
        yield Stack(folder, json.loads((folder / "addresses.json").read_text()), whole)
    finally:
        subprocess.run([*command, "down", str(folder)], check=True)


def role(server):
    return ROLES[server.split("-")[0]]


def used(name):
    """Roles of the stack's servers that work for a peer."""
    return ("gpu", "store", "broker") if name in ON_KAFKA else ("gpu", "store")


def ours(on, work, out, timeout, stock=None):
    """Plays the list to our system; whether all was answered in time, and [(time, CPU)] at both ends of a stock's part."""
    player, answers = ("films", out) if on.whole else ("load", out / "work.jsonl")
    command = [str(BENCH / "java"), player, str(on.folder), str(work), str(answers), "--timeout", str(timeout)]
    command += ["--keep", str(stock.kept), "--measure", str(stock.measured)] if stock else []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        ends = [(int(line), on.cpu()) for line in run.stdout]
    return run.returncode == 0, ends


def killing(killed):
    """What tells a peer which of its parts to kill when. Raises ValueError for more than one, as no peer does that."""
    if len(killed) > 1:
        raise ValueError(f"{len(killed)} kills beside a peer (expected: one at most)")
    return {"STILLWAKE_KILL": f"{after} {LIKE[role(server)]}" for after, server in killed}


def peer(name, on, work, out, timeout, killed=()):
    """Plays the list to a peer, which starts its servers and workers for it and ends them after, in time or not."""
    addresses = ",".join(gpu["grpc"] for gpu in on.gpus)
    command = [str(PEERS / name / "run"), str(work), addresses, str(out)]
    run = subprocess.Popen(command, env={**on.environment(), **killing(killed)}, start_new_session=True)
    try:
        return run.wait(timeout) == 0
    except subprocess.TimeoutExpired:
        os.killpg(run.pid, signal.SIGTERM)
        run.wait()
        return False
