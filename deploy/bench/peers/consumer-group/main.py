"""Runs a list of work by plain consumer-group workers, one beside each GPU."""
import sys
from pathlib import Path

from peers.harness import kafka
from peers.harness.gpus import Gpus
from peers.harness.peer import Peer

WORKER = Path(__file__).resolve().parent / "worker.py"


def main():
    with Peer() as peer:

        def start(broker, works, results):
            peer.keep_workers(lambda name, gpu: [sys.executable, WORKER, name, gpu, broker, works, results])
            kafka.joined(broker, works, len(peer.gpus))

        kafka.play(peer, start, warm_up=Gpus(peer.gpus).slots() + 2)


main()
