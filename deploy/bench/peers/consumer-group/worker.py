"""A consumer-group worker: polls while it has a free place, calls a GPU, stores, sends the result, then commits."""
import json
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import grpc
from confluent_kafka import TopicPartition

from peers.harness.gpus import Gpus
from peers.harness.kafka import consumer, producer
from peers.harness.offsets import Offsets
from peers.harness.store import Store

ATTEMPTS = 4


class Worker:
    def __init__(self, name, gpu, kafka, works, results):
        self.gpus, self.store = Gpus([gpu]), Store()
        self.places = self.gpus.slots() + 2
        self.free = threading.Semaphore(self.places)
        self.consumer, self.producer, self.results = consumer(kafka, works, name), producer(kafka), results
        self.offsets, self.lock = Offsets(), threading.Lock()
        self.running = True

    def run(self):
        with ThreadPoolExecutor(self.places) as pool:
            while self.running:
                self.producer.poll(0)
                if not self.free.acquire(timeout=1):
                    continue
                record = self.consumer.poll(1)
                if record is None or record.error():
                    self.free.release()
                    continue
                with self.lock:
                    self.offsets.begin(record.partition(), record.offset())
                pool.submit(self.work, record)
        self.producer.flush()
        self.consumer.close()

    def work(self, record):
        try:
            work = json.loads(record.value())
            outcome = self.infer(work)
            self.producer.produce(self.results, json.dumps({"work": work["work"], "outcome": outcome}).encode(),
                                  on_delivery=lambda error, _: error or self.commit(record))
        finally:
            self.free.release()

    def infer(self, work):
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self.store.put(work, self.gpus.infer({**work, "attempt": attempt}))
                return "ok"
            except grpc.RpcError as e:
                print(f"{work['work']}: attempt {attempt}: {e.code()}", flush=True)
        return "failed"

    def commit(self, record):
        """Its result is in Kafka."""
        with self.lock:
            offset = self.offsets.end(record.partition(), record.offset())
        if offset is not None:
            self.consumer.commit(offsets=[TopicPartition(record.topic(), record.partition(), offset)])


if __name__ == "__main__":
    worker = Worker(*sys.argv[1:])
    signal.signal(signal.SIGTERM, lambda *_: setattr(worker, "running", False))
    worker.run()
