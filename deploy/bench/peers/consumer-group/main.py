"""Runs a list of work by a plain consumer-group worker."""
import json
import os
import sys
import threading
from pathlib import Path

from confluent_kafka import Consumer, Producer

from peers.harness.gpus import Gpus
from peers.harness.peer import Peer
from topics import consumer, producer, topics


def listen(results, load, over):
    """Answers come as the worker sends them."""
    while not over.is_set():
        record = results.poll(0.5)
        if record is not None and not record.error():
            answer = json.loads(record.value())
            load.answer(answer["work"], answer["outcome"])
    results.close()


def main():
    kafka = os.environ["STILLWAKE_KAFKA"]
    with Peer() as peer, topics(kafka) as (work_topic, results_topic):
        peer.start("plane", "worker", [sys.executable, Path(__file__).parent / "worker.py", kafka, ",".join(peer.gpus),
                                       work_topic, results_topic])
        results, over = Consumer(consumer(kafka, results_topic)), threading.Event()
        results.subscribe([results_topic])
        listener = threading.Thread(target=listen, args=(results, peer.load, over))
        listener.start()
        sender = Producer(producer(kafka))

        def submit(work):
            sender.produce(work_topic, json.dumps(work).encode(), key=work["work"])
            sender.poll(0)

        try:
            peer.measure(submit, warm_up=Gpus(peer.gpus).slots() + 2)
        finally:
            sender.flush(10)
            over.set()
            listener.join()


main()
