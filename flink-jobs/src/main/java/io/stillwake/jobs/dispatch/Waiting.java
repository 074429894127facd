package io.stillwake.jobs.dispatch;

import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import java.util.Comparator;

/**
 * What the queue knows of an item: enough to order it, and no more, since a million may wait.
 *
 * @param cost slot-seconds, within {@value #MIN_COST} and {@value #MAX_COST}
 * @param order of play inside the render; lower is wanted sooner
 * @param again whether it was issued before, and failed or ran out of time
 * @param arrival counts up within the pool
 */
record Waiting(
    ItemKey key,
    String tenant,
    WorkClass workClass,
    double cost,
    int order,
    boolean again,
    long arrival) {

  private static final double MIN_COST = 0.01;
  private static final double MAX_COST = 3600;

  /** Items below this place in the order of play are what a viewer sees first. */
  private static final int SEEN_FIRST = 4;

  /**
   * The order inside a tenant: what was tried before, since its render has waited longest; then
   * what is seen first, in the order of play; then the longest first, since a long item that starts
   * last makes everybody wait for it.
   */
  static final Comparator<Waiting> SOONEST_SEEN =
      Comparator.comparing(Waiting::again, Comparator.reverseOrder())
          .thenComparing(Waiting::seenFirst, Comparator.reverseOrder())
          .thenComparingInt(waiting -> waiting.seenFirst() ? waiting.order : 0)
          .thenComparing(
              waiting -> waiting.seenFirst() ? 0 : waiting.cost, Comparator.reverseOrder())
          .thenComparingLong(Waiting::arrival);

  /**
   * The same within each render, and the oldest render before all others (render ids sort by time).
   * Nobody watches batch work come in; a thousand renders are to end one after the other instead of
   * all at the end.
   */
  static final Comparator<Waiting> OLDEST_RENDER =
      Comparator.comparing((Waiting waiting) -> waiting.key.render()).thenComparing(SOONEST_SEEN);

  Waiting {
    // NaN and negative estimates become the least one.
    cost = cost > MIN_COST ? Math.min(cost, MAX_COST) : MIN_COST;
  }

  static Waiting of(HeldWork held) {
    WorkItem item = held.getItem();
    return new Waiting(
        new ItemKey(item.getRenderId(), item.getWorkId()),
        item.getTenant(),
        item.getWorkClass(),
        item.getCostSeconds(),
        item.getOrder(),
        item.getAttempt() > 1,
        held.getArrival());
  }

  private boolean seenFirst() {
    return order < SEEN_FIRST;
  }
}
