"""The task that a Celery worker runs."""
import os

import grpc
from celery import Celery

from peers.harness.gpus import Gpus
from peers.harness.store import Store

REDIS = os.environ["PEER_REDIS"]
# A task of a worker that was killed is handed out again once it has been out for longer than any takes here. Kombu looks
# for such tasks every 10 s if it is not to pass over most of the times.
RESTORED = {"visibility_timeout": 30, "unacked_restore_throttle": 1}
app = Celery("peer", broker=REDIS, backend=REDIS)
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    worker_prefetch_multiplier=1,
    broker_transport_options=RESTORED,
    result_backend_always_retry=True,
    result_expires=3600,
    broker_connection_retry_on_startup=True,
    worker_send_task_events=False,
)
# The driver has no GPU.
gpus = Gpus(os.environ.get("PEER_GPU", "").split())
store = Store()


@app.task(name="infer", bind=True, autoretry_for=(grpc.RpcError,), max_retries=3, retry_backoff=1)
def infer(task, work):
    store.put(work, gpus.infer({**work, "attempt": task.request.retries + 1}))
