"""The Temporal worker beside a GPU: a thread for each slot and two more.

It says which works are stored, for the driver's clock alone.
"""
import asyncio
import json
import os
import signal
import sys
from concurrent.futures import ThreadPoolExecutor

from temporalio import activity
from temporalio.client import Client
from temporalio.worker import Worker

from peers.harness.gpus import Gpus
from peers.harness.store import Store
from render import QUEUE, RETRY, Render

gpus, store = Gpus([sys.argv[2]]), Store()
# Temporal's core says on standard output that it has lost its server, which would be between answers.
answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
os.dup2(sys.stderr.fileno(), sys.stdout.fileno())


def tell(work, outcome):
    answers.write(json.dumps({"work": work["work"], "outcome": outcome}) + "\n")
    answers.flush()


@activity.defn
def infer(work: dict) -> None:
    attempt = activity.info().attempt
    try:
        store.put(work, gpus.infer({**work, "attempt": attempt}))
    except Exception:
        if attempt == RETRY.maximum_attempts:
            tell(work, "failed")
        raise
    tell(work, "ok")


async def main():
    client = await Client.connect(sys.argv[1])
    places = gpus.slots() + 2
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    with ThreadPoolExecutor(places) as pool:
        async with Worker(client, task_queue=QUEUE, workflows=[Render], activities=[infer], activity_executor=pool,
                          max_concurrent_activities=places):
            await over.wait()


asyncio.run(main())
