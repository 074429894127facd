"""Kafka between the driver and a worker: a topic of works, a topic of results, both of this run alone."""
import json
import os
import threading
import uuid
from contextlib import contextmanager
from pathlib import Path

from confluent_kafka import Consumer, KafkaException, Producer
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from . import feeds
from .kills import Part
from .peer import until

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


def consumer(kafka, topic, member=None):
    """One whose offsets are committed by hand; its group is named like the topic.

    A `member` by name is a static one: it gets its partitions back when it comes again within `session.timeout.ms`.
    """
    made = Consumer({"bootstrap.servers": kafka, "group.id": topic, "enable.auto.commit": False,
                     "auto.offset.reset": "earliest", "fetch.wait.max.ms": 100,
                     **({"group.instance.id": member} if member else {})})
    made.subscribe([topic])
    return made


def joined(kafka, topic, members):
    """Waits until so many consumers of the topic have their partitions."""
    admin = AdminClient({"bootstrap.servers": kafka})

    def all_have():
        try:
            group = admin.describe_consumer_groups([topic])[topic].result(10)
        except KafkaException:
            return False  # nobody has joined yet
        return sum(bool(m.assignment.topic_partitions) for m in group.members) == members

    until(all_have)


def listen(results, load, over):
    """Answers come as the worker sends them."""
    while not over.is_set():
        record = results.poll(0.5)
        if record is not None and not record.error():
            answer = json.loads(record.value())
            load.answer(answer["work"], answer["outcome"])
    results.close()


def kill():
    """The bench's broker, whose id is in the file STILLWAKE_KAFKA_PID; the bench starts it again."""
    feeds.kill([int(Path(os.environ["STILLWAKE_KAFKA_PID"]).read_text())])


def play(peer, start, warm_up):
    """Measures the workers that `start(kafka, topic of works, topic of results)` starts."""
    kafka = os.environ["STILLWAKE_KAFKA"]
    peer.parts["broker"] = Part("kafka", kill)
    with topics(kafka) as (works, answers):
        start(kafka, works, answers)
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
