"""Ray as both of its peers start it, a node in the driver's own session. What it reads from the environment is in `run`.

The node says that it has the bench's GPUs, and Ray gives each of its processes a share of one.
"""
import os
import sys

import ray

from . import feeds
from .kills import Part


def start(peer, cpus):
    """The node says that it has so many CPUs; its workers find the modules that this program finds.

    The peer's worker is all processes that feed gpu-1; Ray starts others for them.
    """
    told = peer.out.resolve() / "feeds"
    told.mkdir(exist_ok=True)
    ray.init(num_cpus=cpus, num_gpus=len(peer.gpus), include_dashboard=False, log_to_driver=False,
             object_store_memory=200_000_000,
             runtime_env={"env_vars": {"PYTHONPATH": os.pathsep.join(sys.path), "PEER_GPUS": ",".join(peer.gpus),
                                       "PEER_FEEDS": str(told)}})
    peer.parts["worker"] = Part("worker-1", lambda: feeds.kill(feeds.feeding(told, 0)), gpus=("gpu-1",))


def share(places):
    """Of a GPU, so that so many have room on it; Ray counts to the fourth decimal."""
    return 10_000 // places / 10_000


def address():
    """Of the GPU that Ray has given this process for what it runs."""
    gpu = int(ray.get_runtime_context().get_accelerator_ids()["GPU"][0])
    feeds.tell(os.environ["PEER_FEEDS"], gpu)
    return os.environ["PEER_GPUS"].split(",")[gpu]
