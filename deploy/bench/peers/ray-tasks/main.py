"""Runs a list of work by Ray tasks, on a node that says it has a CPU for each slot and two more a GPU."""
import threading

import ray

from peers.harness import ray_start
from peers.harness.gpus import Gpus
from peers.harness.peer import Peer
from worker import infer, ready


class Waits(threading.Thread):
    """Answers come as tasks end."""

    def __init__(self, load):
        super().__init__(daemon=True)
        self.load, self.open, self.more, self.over = load, {}, threading.Event(), False

    def add(self, work, reference):
        self.open[reference] = work
        self.more.set()

    def run(self):
        while not self.over:
            if not self.open:
                self.more.wait(0.1)
                self.more.clear()
                continue
            ended, _ = ray.wait(list(self.open), num_returns=1, timeout=0.1, fetch_local=False)
            for reference in ended:
                work = self.open.pop(reference)
                try:
                    ray.get(reference)
                    self.load.answer(work)
                except ray.exceptions.RayError:
                    self.load.answer(work, "failed")


def main():
    with Peer(plane=True) as peer:
        each = Gpus(peer.gpus[:1]).slots() + 2
        places = each * len(peer.gpus)
        ray_start.start(peer, places)
        call, start = (task.options(num_gpus=ray_start.share(each)) for task in (infer, ready))
        while len(set(ray.get([start.remote() for _ in range(places)]))) < places:
            pass
        waits = Waits(peer.load)
        waits.start()
        try:
            peer.measure(lambda work: waits.add(work["work"], call.remote(work)), warm_up=4 * places)
        finally:
            waits.over = True
            waits.join()
            ray.shutdown()


main()
