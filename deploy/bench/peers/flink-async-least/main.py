"""Runs a list of work by a Flink job of asynchronous calls."""
import os
from pathlib import Path

from peers.harness import kafka
from peers.harness.gpus import Gpus
from peers.harness.peer import Peer

TARGET = Path(__file__).resolve().parent / "target"
CLASSPATH = os.pathsep.join([str(TARGET / "classes"), (TARGET / "classpath").read_text().strip()])
# What Flink's own scripts open to it on Java 17, as far as one JVM needs it.
OPENS = [f"--add-opens=java.base/java.{package}=ALL-UNNAMED" for package in ("lang", "util", "time", "net", "nio")]

QUIET = "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"
# Compiled code, as a job that has run for a while has it.
WARM_UP = 500


def main():
    with Peer() as peer:
        slots = Gpus(peer.gpus).slots()
        checkpoints = (peer.out / "checkpoints").resolve()
        choice = os.environ.get("PEER_CHOICE", "least")

        def start(*where):
            peer.keep("worker", "plane", "worker",
                      ["java", "-Xmx1g", "-XX:+UseSerialGC", *OPENS, QUIET, "-cp", CLASSPATH,
                       "io.stillwake.bench.peer.FlinkAsync", *where, ",".join(peer.gpus), slots, checkpoints, choice])

        kafka.play(peer, start, WARM_UP)


main()
