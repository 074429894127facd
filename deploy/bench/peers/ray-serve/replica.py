"""The deployment: one replica stands before one slot's worth of calls."""
from ray import serve

from peers.harness.gpus import Gpus
from peers.harness.store import Store


@serve.deployment(max_ongoing_requests=2, ray_actor_options={"num_cpus": 1})
class Infer:
    def __init__(self, addresses):
        self.gpus, self.store = Gpus(addresses), Store()

    def __call__(self, work):
        self.store.put(work, self.gpus.infer(work))
