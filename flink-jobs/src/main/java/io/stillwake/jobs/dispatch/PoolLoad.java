package io.stillwake.jobs.dispatch;

/**
 * A pool at one moment, in items.
 *
 * @param queued wait for a slot
 * @param postponed rest after a failed attempt
 * @param outstanding are with the workers
 * @param slots can run at once; 0 where no worker is alive
 */
record PoolLoad(int queued, int postponed, int outstanding, int slots) {}
