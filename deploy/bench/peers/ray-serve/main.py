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
        try:
            async with self.free:
                await self.handle.remote(work)
            self.load.answer(work["work"])
        except Exception as e:  # whatever the replica raised is this work's end
            print(f"{work['work']}: {e}", file=sys.stderr)
            self.load.answer(work["work"], "failed")

    def end(self):
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()


def main():
    with Peer(plane=True) as peer:
        slots = Gpus(peer.gpus).slots()
        ray_start.start(slots + 2)
        serve.start(proxy_location="Disabled")
        handle = serve.run(Infer.options(num_replicas=slots).bind(peer.gpus), route_prefix=None)
        client = Client(peer.load, handle, ONGOING * slots)
        try:
            peer.measure(client.submit, warm_up=8 * slots)
        finally:
            client.end()
            serve.shutdown()
            ray.shutdown()


main()
