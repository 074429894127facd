package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.WorkTimings;

/**
 * How long a pool's items are on their way beside their run, learnt from answers, and how many are
 * to be out so that no slot waits for it.
 */
final class HandOff {

  private static final int KEPT = 64;
  private static final int ENOUGH = 8;

  /** Beyond the slots, before anything was measured and where next to nothing is needed. */
  private static final double HALF = 0.5;

  private static final double CAUTION = 1.5;
  private static final int MOST_PER_SLOT = 3;

  private final RecentSamples runs = new RecentSamples(KEPT);
  private final RecentSamples ways = new RecentSamples(KEPT);
  private final RecentSamples waysWithoutWait = new RecentSamples(KEPT);
  private final RecentSamples fetches = new RecentSamples(KEPT);

  /**
   * @param now by the clock that the item was issued by; only the worker's two times are by its own
   */
  void learn(Issued issued, WorkTimings timings, long now) {
    if (timings.getModelMs() <= 0 || issued.queueing() < 0) {
      return;
    }
    long worked =
        Timestamps.toMillis(timings.getFinishedAt()) - Timestamps.toMillis(timings.getStartedAt());
    double way = Math.max(0, now - issued.at() - worked) / 1000.0;
    double slotWait = timings.getSlotWaitMs() / 1000.0;
    runs.add(timings.getModelMs() / 1000.0);
    ways.add(way);
    waysWithoutWait.add(Math.max(0, way + slotWait - issued.queueing()));
    fetches.add(timings.getFetchMs() / 1000.0);
  }

  /**
   * Seconds from issue to run and from there to the answer; 0 before anything was measured.
   *
   * <p>Most items wait behind others on their way, in the topic or in the worker. Those that do not
   * show in a low quantile; where all do, because many are out, what was expected of the wait is
   * taken off instead. Without that, the more are out the longer the way would seem, and the more
   * would be sent out.
   */
  double seconds() {
    return runs.size() == 0
        ? 0
        : Math.min(ways.quantile(0.1), waysWithoutWait.median()) + fetches.quantile(0.9);
  }

  /**
   * How many items may be with a pool's workers: as many as they run at once, and as many more as
   * fall free while the next are on their way; not so many that order and fairness are decided long
   * before they matter.
   *
   * @param serving workers that have slots
   */
  int credits(int slots, int serving) {
    if (slots == 0) {
      return 0;
    }
    int half = (int) Math.ceil(HALF * slots);
    int ahead = half;
    if (runs.size() >= ENOUGH) {
      int needed = (int) Math.ceil(CAUTION * slots * seconds() / runs.median());
      ahead = Math.min(MOST_PER_SLOT * slots, Math.max(needed, Math.min(serving, half)));
    }
    return slots + Math.max(1, ahead);
  }
}
