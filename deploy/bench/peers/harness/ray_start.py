"""Ray as both of its peers start it, a node in the driver's own session. What it reads from the environment is in `run`.

The node says that it has the bench's GPUs, and Ray gives each of its processes a share of one.
"""
import os
import signal
import sys
from functools import lru_cache
from pathlib import Path

import ray

from dispatch import machine

from .kills import Part
from .peer import until


def start(peer, cpus):
    """The node says that it has so many CPUs; its workers find the modules that this program finds.

    The peer's worker is all processes that feed gpu-1; Ray starts others for them.
    """
    feeds = peer.out / "feeds"
    feeds.mkdir(exist_ok=True)
    ray.init(num_cpus=cpus, num_gpus=len(peer.gpus), include_dashboard=False, log_to_driver=False,
             object_store_memory=200_000_000,
             runtime_env={"env_vars": {"PYTHONPATH": os.pathsep.join(sys.path), "PEER_GPUS": ",".join(peer.gpus),
                                       "PEER_FEEDS": str(feeds)}})
    peer.parts["worker"] = Part("worker-1", lambda: kill(feeding(feeds, 0)), gpus=("gpu-1",))


def share(places):
    """Of a GPU, so that so many have room on it; Ray counts to the fourth decimal."""
    return 10_000 // places / 10_000


def address():
    """Of the GPU that Ray has given this process for what it runs."""
    gpu = int(ray.get_runtime_context().get_accelerator_ids()["GPU"][0])
    tell(gpu)
    return os.environ["PEER_GPUS"].split(",")[gpu]


@lru_cache(maxsize=1)
def tell(gpu):
    """Keeps in a file of this process which GPU it feeds; writes where it is not the one of the call before."""
    (Path(os.environ["PEER_FEEDS"]) / str(os.getpid())).write_text(str(gpu))


def feeding(feeds, gpu):
    """Ids of the processes below this one that feed a GPU."""
    told = {pid: feeds / str(pid) for pid in machine.children(os.getpid())}
    return [pid for pid, file in told.items() if file.exists() and file.read_text() == str(gpu)]


def kill(pids):
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in pids))
