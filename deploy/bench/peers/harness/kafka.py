"""Kafka between the driver and a worker: a topic of works, a topic of results, both of this run alone."""
import json
import os
import threading
import uuid
from contextlib import contextmanager

from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

PARTITIONS = 8


@contextmanager
def topics(kafka):
    """Names of two new topics, for works and for results; they are gone when the block ends."""
    admin = AdminClient({"bootstrap.servers": kafka})
    names = [f"peer-{kind}-{uuid.uuid4().hex[:8]}" for kind in ("work", "results")]
    made = admin.create_topics([NewTopic(n, num_partitions=PARTITIONS, replication_factor=1) for n in names])
    for topic in made.values():
        topic.result(30)
    try:
        yield names
    finally:
        for topic in admin.delete_topics(names).values():
            topic.result(30)


def producer(kafka):
    """One that loses and doubles nothing."""
    return Producer({"bootstrap.servers": kafka, "enable.idempotence": True, "linger.ms": 0})


def consumer(kafka, topic):
    """One whose offsets are committed by hand; its group is named like the topic."""
    made = Consumer({"bootstrap.servers": kafka, "group.id": topic, "enable.auto.commit": False,
                     "auto.offset.reset": "earliest", "fetch.wait.max.ms": 100})
    made.subscribe([topic])
    return made


def listen(results, load, over):
    """Answers come as the worker sends them."""
    while not over.is_set():
        record = results.poll(0.5)
        if record is not None and not record.error():
            answer = json.loads(record.value())
            load.answer(answer["work"], answer["outcome"])
    results.close()


def play(peer, command, warm_up):
    """Measures the worker that `command(kafka, topic of works, topic of results)` starts."""
    kafka = os.environ["STILLWAKE_KAFKA"]
    with topics(kafka) as (works, answers):
        peer.start("plane", "worker", command(kafka, works, answers))
        over, sender = threading.Event(), producer(kafka)
        listener = threading.Thread(target=listen, args=(consumer(kafka, answers), peer.load, over))
        listener.start()

        def submit(work):
            sender.produce(works, json.dumps(work).encode(), key=work["work"])
            sender.poll(0)

        try:
            peer.measure(submit, warm_up)
        finally:
            sender.flush(10)
            over.set()
            listener.join()
