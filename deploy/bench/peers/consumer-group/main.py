"""Runs a list of work by a plain consumer-group worker."""
import sys
from pathlib import Path

from peers.harness import kafka
from peers.harness.gpus import Gpus
from peers.harness.peer import Peer

WORKER = Path(__file__).resolve().parent / "worker.py"

with Peer() as measured:
    kafka.play(measured, lambda *where: [sys.executable, WORKER, ",".join(measured.gpus), *where],
               warm_up=Gpus(measured.gpus).slots() + 2)
