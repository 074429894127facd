"""Runs a list of work by BullMQ with Redis: the worker and the client are Node.js."""
import json
import os
from pathlib import Path

from peers.harness.peer import Peer
from peers.harness.redis import start as start_redis

HERE = Path(__file__).resolve().parent
WARM_UP = 40


def main():
    with Peer() as peer:
        os.environ.update(PEER_REDIS_PORT=str(start_redis(peer)),
                          PEER_PROTOS=str(HERE.parents[3] / "proto/src/main/proto"))
        peer.keep_workers(lambda name, gpu: ["node", HERE / "worker.js", name, gpu])
        client = peer.start("driver", "client", ["node", HERE / "client.js"], talks=True)

        def submit(work):
            client.stdin.write(json.dumps(work).encode() + b"\n")
            client.stdin.flush()

        peer.measure(submit, warm_up=WARM_UP)


main()
