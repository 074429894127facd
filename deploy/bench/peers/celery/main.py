"""Runs a list of work by Celery with Redis: one worker with a thread for each slot and two more."""
import json
import os
import sys

from redis import Redis

from peers.harness.gpus import Gpus
from peers.harness.peer import Peer
from peers.harness.redis import start as start_redis

DONE = {"SUCCESS": "ok", "FAILURE": "failed"}


def listen(connection, load):
    """Answers come as Celery's result backend publishes them. Returns the thread that listens."""

    def heard(message):
        result = json.loads(message["data"])
        if result["status"] in DONE:
            load.answer(result["task_id"], DONE[result["status"]])

    answers = connection.pubsub(ignore_subscribe_messages=True)
    answers.psubscribe(**{"celery-task-meta-*": heard})
    return answers.run_in_thread(sleep_time=1, daemon=True)


def main():
    with Peer() as peer:
        address = f"redis://127.0.0.1:{start_redis(peer)}/0"
        os.environ.update(PEER_REDIS=address, PEER_GPUS=",".join(peer.gpus))
        slots = Gpus(peer.gpus).slots()
        peer.start("plane", "celery",
                   [sys.executable, "-m", "celery", "-A", "tasks", "worker", "-P", "threads", "-c", slots + 2,
                    "--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"])
        # It connects when it is imported, to the addresses above.
        from tasks import infer
        connection = Redis.from_url(address)
        listener = listen(connection, peer.load)
        try:
            peer.measure(lambda work: infer.apply_async((work,), task_id=work["work"]), warm_up=slots + 2)
        finally:
            listener.stop()
            listener.join()


main()
