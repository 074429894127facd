package io.stillwake.jobs.dispatch;

/**
 * A pool at one moment.
 *
 * @param queued items that wait for a slot
 * @param watched those of them that are interactive
 * @param postponed items that rest after a failed attempt
 * @param outstanding items that are with the workers, second copies counted too
 * @param slots can run at once; 0 where no worker is alive
 * @param slotsPerWorker of the workers that are alive, or were last; at least 1
 * @param queuedSeconds estimated slot-seconds of what is queued
 * @param watchedSeconds those of interactive items
 * @param outstandingSeconds estimated slot-seconds of what is with the workers
 * @param copies second copies that were issued, since the start
 */
record PoolLoad(
    int queued,
    int watched,
    int postponed,
    int outstanding,
    int slots,
    double slotsPerWorker,
    double queuedSeconds,
    double watchedSeconds,
    double outstandingSeconds,
    long copies) {

  static final PoolLoad NONE = new PoolLoad(0, 0, 0, 0, 0, 1, 0, 0, 0, 0);

  /** In which the work that somebody waits for is to be done, in seconds. */
  private static final double TARGET = 60;

  /** Until all that is here now is done, in seconds; less than 0 where nobody is there to do it. */
  double secondsToDrain() {
    double seconds = queuedSeconds + outstandingSeconds;
    return seconds == 0 ? 0 : slots == 0 ? -1 : seconds / slots;
  }

  /**
   * Until so much of what waits was issued and the next is, in seconds; less than 0 where nobody is
   * there.
   *
   * @param ahead slot-seconds
   */
  double secondsUntil(double ahead) {
    if (slots == 0) {
      return -1;
    }
    // The next slot falls free half an item's time after the last, in the mean.
    double free = outstanding < slots ? 0 : outstandingSeconds / outstanding / 2;
    return (ahead + free) / slots;
  }

  /**
   * Slots that would do the interactive work that is here within a minute; one for what may wait
   * longer, and none where there is nothing to do.
   */
  int wantedSlots() {
    if (queued + postponed + outstanding == 0) {
      return 0;
    }
    double enough = Math.ceil((watchedSeconds + outstandingSeconds) / TARGET);
    return (int) Math.max(1, Math.min(enough, watched + outstanding));
  }

  int wantedWorkers() {
    return (int) Math.ceil(wantedSlots() / slotsPerWorker);
  }

  /** Slots that stand idle while items wait for one. */
  int idleSlots() {
    return Math.max(0, Math.min(queued, slots - outstanding));
  }
}
