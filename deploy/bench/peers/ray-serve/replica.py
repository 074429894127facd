"""The deployment: one replica stands before one slot's worth of calls."""
import asyncio

from ray import serve

from peers.harness import ray_start
from peers.harness.gpus import Gpus
from peers.harness.store import Store

ONGOING = 2


@serve.deployment(max_ongoing_requests=ONGOING)
class Infer:
    def __init__(self):
        self.gpus, self.store = Gpus([ray_start.address()]), Store()

    async def __call__(self, work):
        # On a thread: a replica whose loop is blocked does not tell how long its queue is.
        await asyncio.to_thread(self.infer, work)

    def infer(self, work):
        self.store.put(work, self.gpus.infer(work))
