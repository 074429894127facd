"""The topics of a run, and the settings of its Kafka clients."""
import uuid
from contextlib import contextmanager

from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

PARTITIONS = 8


@contextmanager
def topics(kafka):
    """Names of two new topics, for work and for results; they are gone when the block ends."""
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
    """Settings of a producer that loses and doubles nothing."""
    return {"bootstrap.servers": kafka, "enable.idempotence": True, "linger.ms": 0}


def consumer(kafka, group):
    """Settings of a consumer whose offsets are committed by hand."""
    return {"bootstrap.servers": kafka, "group.id": group, "enable.auto.commit": False, "auto.offset.reset": "earliest",
            "fetch.wait.max.ms": 100}
