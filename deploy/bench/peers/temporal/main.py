"""Runs a list of work by Temporal: works of a render that come together are the activities of one workflow."""
import asyncio
import queue
import sys
import threading
from itertools import groupby
from pathlib import Path

from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from peers.harness.gpus import Gpus
from peers.harness.peer import Peer
from render import QUEUE, Render
from server import start as start_server

TOGETHER_S = 0.02
# A workflow may have 2,000 activities open.
MOST = 500


class Starter:
    """Starts workflows for the works that have come since it last did."""

    def __init__(self, address):
        self.address, self.works, self.started = address, queue.SimpleQueue(), 0
        self.ready = threading.Event()
        self.thread = threading.Thread(target=lambda: asyncio.run(self.run()), daemon=True)
        self.thread.start()

    async def run(self):
        client = await self.connect()
        self.ready.set()
        while True:
            await asyncio.sleep(TOGETHER_S)
            works = [self.works.get_nowait() for _ in range(self.works.qsize())]
            for _, mine in groupby(sorted(works, key=lambda w: w["render"]), key=lambda w: w["render"]):
                mine = list(mine)
                for first in range(0, len(mine), MOST):
                    self.started += 1
                    await client.start_workflow(Render.run, mine[first:first + MOST], id=f"works-{self.started}",
                                                task_queue=QUEUE)

    async def connect(self):
        """The namespace is known to the frontend some seconds after it is made."""
        while True:
            try:
                client = await Client.connect(self.address)
                await client.workflow_service.register_namespace(RegisterNamespaceRequest(
                    namespace="default", workflow_execution_retention_period=Duration(seconds=86400)))
                break
            except (RPCError, RuntimeError):
                await asyncio.sleep(0.5)
        while True:
            try:
                await client.count_workflows()
                return client
            except RPCError:
                await asyncio.sleep(0.5)


def main():
    program = Path(sys.argv.pop(1))
    with Peer() as peer:
        address = f"127.0.0.1:{start_server(peer, program)}"
        starter = Starter(address)
        if not starter.ready.wait(120):
            raise TimeoutError("the Temporal server is not ready (expected: within 120 s)")
        here = Path(__file__).resolve().parent
        peer.keep_workers(lambda _, gpu: [sys.executable, here / "worker.py", address, gpu], talks=True)
        peer.measure(starter.works.put, warm_up=Gpus(peer.gpus).slots() + 2)


main()
