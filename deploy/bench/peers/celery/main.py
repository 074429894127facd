"""Runs a list of work by Celery with Redis: a worker beside each GPU, with a thread for each slot and two more."""
import json
import os
import sys
import threading

from redis import Redis
from redis.exceptions import ConnectionError as Disconnected

from peers.harness.gpus import Gpus
from peers.harness.peer import Peer
from peers.harness.redis import start as start_redis

DONE = {"SUCCESS": "ok", "FAILURE": "failed"}


class Results(threading.Thread):
    """Answers come as Celery's result backend publishes them; those of a time without Redis are read from where it keeps them."""

    def __init__(self, address, load):
        super().__init__(daemon=True)
        self.redis, self.load, self.over = Redis.from_url(address), load, threading.Event()
        self.start()

    def run(self):
        while not self.over.is_set():
            try:
                self.listen()
            except Disconnected:
                self.over.wait(0.2)

    def listen(self):
        answers = self.redis.pubsub(ignore_subscribe_messages=True)
        answers.psubscribe("celery-task-meta-*")
        for kept in self.redis.mget([f"celery-task-meta-{work}" for work in self.load.works]):
            self.hear(kept)
        while not self.over.is_set():
            if message := answers.get_message(timeout=1):
                self.hear(message["data"])
        answers.close()

    def hear(self, said):
        result = json.loads(said or "{}")
        if result.get("status") in DONE:
            self.load.answer(result["task_id"], DONE[result["status"]])

    def end(self):
        self.over.set()
        self.join()


def worker(name, gpu):
    return ["env", f"PEER_GPU={gpu}", sys.executable, "-m", "celery", "-A", "tasks", "worker", "-n", name, "-P", "threads",
            "-c", Gpus([gpu]).slots() + 2, "--without-gossip", "--without-mingle", "--without-heartbeat", "-l", "WARNING"]


def main():
    with Peer() as peer:
        address = f"redis://127.0.0.1:{start_redis(peer)}/0"
        os.environ["PEER_REDIS"] = address
        peer.keep_workers(worker)
        # It connects when it is imported, to the address above.
        from tasks import infer
        results = Results(address, peer.load)
        try:
            peer.measure(lambda work: infer.apply_async((work,), task_id=work["work"]),
                         warm_up=Gpus(peer.gpus).slots() + 2)
        finally:
            results.end()


main()
