package io.stillwake.jobs.dispatch;

/**
 * Where a render stands in its pool's queue.
 *
 * @param items of it that wait
 * @param waitSeconds until its first item is served; negative for never
 */
record QueuePosition(int items, int rendersAhead, double waitSeconds, int slots) {

  private static final double NOTABLE = 0.2;

  /** Whether who was told the other is to be told this one. */
  boolean differsNotably(QueuePosition told) {
    return differ(told.slots, slots)
        || differ(told.items, items)
        || differ(told.rendersAhead, rendersAhead)
        || differ(told.waitSeconds, waitSeconds);
  }

  /** By one at least, or it would be told all the time towards the end. */
  private static boolean differ(double told, double now) {
    return Math.abs(now - told) >= Math.max(1, NOTABLE * Math.abs(told));
  }
}
