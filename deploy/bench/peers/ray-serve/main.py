"""Runs a list of work by Ray Serve: a replica for each slot, called through a deployment handle."""
import asyncio
import sys
import threading

import ray
from ray import serve

from peers.harness import ray_start
from peers.harness.gpus import Gpus
from peers.harness.peer import Peer
from replica import ONGOING, Infer


# A request to a replica that dies fails; it is for the client to ask again, later each time.
ATTEMPTS = 4
LATER_S = 1


class Client:
    """Sends requests, as many at once as the replicas take, and says when their responses come."""

    def __init__(self, load, handle, places):
        self.load, self.handle, self.free = load, handle, asyncio.Semaphore(places)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def submit(self, work):
        asyncio.run_coroutine_threadsafe(self.send(work), self.loop)

    async def send(self, work):
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self.free:
                    await self.handle.remote({**work, "attempt": attempt})
                self.load.answer(work["work"])
                return
            except Exception as e:  # whatever the replica raised, or that it is no more
                print(f"{work['work']}: attempt {attempt}: {e}", file=sys.stderr)
            await asyncio.sleep(LATER_S * 2 ** (attempt - 1))
        self.load.answer(work["work"], "failed")

    def end(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


def main():
    with Peer(plane=True) as peer:
        each = Gpus(peer.gpus[:1]).slots()
        slots = each * len(peer.gpus)
        ray_start.start(peer, slots + 2)
        serve.start(proxy_location="Disabled")
        options = {"num_cpus": 1, "num_gpus": ray_start.share(each)}
        handle = serve.run(Infer.options(num_replicas=slots, ray_actor_options=options).bind(), route_prefix=None)
        client = Client(peer.load, handle, ONGOING * slots)
        try:
            peer.measure(client.submit, warm_up=8 * slots)
        finally:
            client.end()
            serve.shutdown()
            ray.shutdown()


main()
