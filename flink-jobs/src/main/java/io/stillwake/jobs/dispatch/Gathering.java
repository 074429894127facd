package io.stillwake.jobs.dispatch;

import java.util.OptionalLong;

/**
 * Waits a moment for the rest of a burst before the first of its patient items takes a free slot:
 * the longest of a render's chunks is to start first, and comes after others. A hundredth of the
 * item's own time is what that may cost.
 */
final class Gathering {

  private static final double MS_PER_COST = 10;
  private static final double MOST_MS = 50;

  private long until = Long.MIN_VALUE;

  /** An item comes that could be issued at once. */
  void begin(Waiting waiting, long now) {
    if (now >= until && Patience.isLong(waiting.patience())) {
      until = now + (long) Math.min(MOST_MS, MS_PER_COST * waiting.cost());
    }
  }

  boolean holds(Waiting next, long now) {
    return now < until && Patience.isLong(next.patience());
  }

  /** Empty where nothing is held back. */
  OptionalLong end(long now) {
    return now < until ? OptionalLong.of(until) : OptionalLong.empty();
  }
}
