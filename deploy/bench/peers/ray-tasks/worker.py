"""The tasks: a worker process keeps its connections from one to the next."""
import os
import time
from functools import cache

import ray

from peers.harness import ray_start
from peers.harness.gpus import Gpus
from peers.harness.store import Store


@cache
def connections(address):
    return Gpus([address]), Store()


# Ray would end a process that has used a GPU after one call, for its memory.
@ray.remote(max_retries=3, retry_exceptions=True, max_calls=0)
def infer(work):
    gpus, store = connections(ray_start.address())
    store.put(work, gpus.infer(work))


@ray.remote(max_calls=0)
def ready():
    """The process that runs this; it takes long enough that another process runs the next."""
    time.sleep(1)
    return os.getpid()
