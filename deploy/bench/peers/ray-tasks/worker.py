"""The tasks: a worker process keeps its connections from one to the next."""
import os
import time
from functools import cache

import ray

from peers.harness.gpus import Gpus
from peers.harness.store import Store


@cache
def connections(addresses):
    return Gpus(addresses), Store()


@ray.remote(max_retries=3, retry_exceptions=True)
def infer(work, addresses):
    gpus, store = connections(tuple(addresses))
    store.put(work, gpus.infer(work))


@ray.remote
def ready():
    """The process that runs this; it takes long enough that another process runs the next."""
    time.sleep(1)
    return os.getpid()
