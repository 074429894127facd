"""The workflow of a render's works that came together: an activity for each, all at once."""
import asyncio
from datetime import timedelta

from temporalio import workflow
from temporalio.common import RetryPolicy

QUEUE = "gpus"
RETRY = RetryPolicy(maximum_attempts=4)
# The server learns of a worker's death by this alone, so it is no longer than any call takes here.
LONGEST = timedelta(seconds=30)


@workflow.defn
class Render:
    @workflow.run
    async def run(self, works: list[dict]) -> None:
        calls = [workflow.execute_activity("infer", w, start_to_close_timeout=LONGEST, retry_policy=RETRY) for w in works]
        await asyncio.gather(*calls, return_exceptions=True)
