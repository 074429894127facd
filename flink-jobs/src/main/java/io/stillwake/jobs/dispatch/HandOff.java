package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.WorkTimings;

/**
 * How long a pool's items are on their way beside their run, learnt from answers, and how many are
 * to be out so that no slot waits for it.
 *
 * <p>The more are out, the longer each waits in the topic, which looks like a longer way, which
 * would send out yet more. So the way is taken for longer only while slots are seen to starve, that
 * is when items that should have waited for a slot did not; at all other times it is taken for
 * shorter, bit by bit.
 */
final class HandOff {

  private static final int KEPT = 64;
  private static final int ENOUGH = 8;

  private static final int WATCHED = 128;
  private static final double MANY_STARVE = 1.0 / 64;
  private static final double FADE = 0.999;

  /** Of ten delays all but one are shorter, of four chores all but one. */
  private static final double MOST = 0.9;

  private static final double USUAL = 0.75;

  /** Beyond the slots, before anything was measured. */
  private static final double HALF = 0.5;

  /** Calls end when they like, but hardly ever more of them than so many sigmas above the mean. */
  private static final double SIGMAS = 3;

  /** Variance over mean of the calls that a slot ends in a long time: lengths spread by half. */
  private static final double SPREAD = 0.25;

  private static final int MOST_PER_SLOT = 3;

  private final RecentSamples ways = new RecentSamples(KEPT);

  /** What workers do before and after the run: a slot that has ended is not heard of before. */
  private final RecentSamples chores = new RecentSamples(KEPT);

  /** 1 for an item that found a free slot where it should have waited, 0 for any other. */
  private final RecentSamples starved = new RecentSamples(WATCHED);

  /** Seconds by which items took longer beside their run than was to be expected. */
  private final RecentSamples delays = new RecentSamples(KEPT);

  private double way = Double.MAX_VALUE;

  /**
   * @param now by the clock that the item was issued by; only the worker's two times are by its own
   */
  void learn(Issued issued, WorkTimings timings, long now) {
    if (timings.getModelMs() <= 0 || issued.queueing() < 0) {
      return;
    }
    long worked =
        Timestamps.toMillis(timings.getFinishedAt()) - Timestamps.toMillis(timings.getStartedAt());
    ways.add(Math.max(0, now - issued.at() - worked) / 1000.0);
    chores.add(Math.max(0, worked - timings.getModelMs() - timings.getSlotWaitMs()) / 1000.0);
    starved.add(issued.queueing() > 0 && timings.getSlotWaitMs() == 0 ? 1 : 0);
    // Most items wait behind others on their way; those that do not show in a low quantile.
    double seen = ways.quantile(0.1);
    boolean starving = starved.quantile(1 - MANY_STARVE) > 0;
    way = starving ? seen : Math.min(FADE * way, seen);
    double beside = (now - issued.at() - timings.getModelMs()) / 1000.0;
    delays.add(Math.max(0, beside - beside(issued.queueing())));
  }

  /** Seconds from issue to run and from its end to the answer; 0 before anything was measured. */
  double seconds() {
    return ways.size() == 0 ? 0 : way + chores.quantile(USUAL);
  }

  /**
   * Seconds that an item will take beside its run. Who waits for those before him is on his way
   * meanwhile, as are some of them.
   *
   * @param wait for a slot, if all that are out were there already; in seconds
   */
  double beside(double wait) {
    return Math.max(wait, seconds());
  }

  /** The same, but for one item in ten. */
  double besideAtMost(double wait) {
    return beside(wait) + (delays.size() == 0 ? 0 : delays.quantile(MOST));
  }

  /**
   * How many items may be with a pool's workers: as many as they run at once, and as many more as
   * fall free while the next are on their way; not so many that order and fairness are decided long
   * before they matter. An item that one worker has is of no use to another, so each has its own:
   * at least one, which it fetches while all its slots are busy.
   *
   * @param serving workers that have slots
   * @param run what an item that is out or waits takes, in seconds; above 0
   */
  int credits(int slots, int serving, double run) {
    if (slots == 0) {
      return 0;
    }
    int ahead = Math.max(serving, (int) Math.ceil(HALF * slots));
    if (ways.size() >= ENOUGH) {
      double bySlot = seconds() / run;
      double ended = slots * bySlot / serving;
      // A slot whose call has just ended does not end the next one at once.
      double variance = ended * Math.max(1 - bySlot, SPREAD);
      int each = Math.max(1, (int) Math.ceil(ended + SIGMAS * Math.sqrt(variance)));
      ahead = Math.min(MOST_PER_SLOT * slots, serving * each);
    }
    return slots + ahead;
  }
}
