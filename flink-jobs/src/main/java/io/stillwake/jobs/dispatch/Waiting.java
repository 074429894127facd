package io.stillwake.jobs.dispatch;

import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import java.util.Comparator;

/**
 * What the queue knows of an item: enough to order it, and no more, since a million may wait. The
 * order is fixed when the item is queued.
 *
 * @param cost estimated slot-seconds
 * @param due what is due first goes first: when its render began here, plus its patience; epoch
 *     milliseconds
 * @param patience in milliseconds, {@link Patience}; the order inside a render of batch work
 * @param order of play inside the render; lower is wanted sooner
 * @param arrival counts up within the pool
 */
record Waiting(
    ItemKey key,
    String tenant,
    WorkClass workClass,
    double cost,
    double due,
    double patience,
    int order,
    long arrival) {

  /** Inside a tenant and a class. Render ids sort by time. */
  static final Comparator<Waiting> ORDER =
      Comparator.comparingDouble(Waiting::due)
          .thenComparing(waiting -> waiting.key.render())
          .thenComparingDouble(Waiting::patience)
          .thenComparingInt(Waiting::order)
          .thenComparingLong(Waiting::arrival);

  /**
   * Nobody watches batch work come in: a thousand of its renders are to end one after the other
   * instead of all at the end, so there patience counts inside a render only.
   *
   * @param cost estimated slot-seconds
   * @param began when the first item of its render was asked for, epoch milliseconds
   */
  static Waiting of(ItemKey key, HeldWork held, double cost, long began) {
    WorkItem item = held.getItem();
    double patience = Patience.of(item, cost);
    WorkClass workClass = classOf(item);
    boolean watched = workClass == WorkClass.WORK_CLASS_INTERACTIVE;
    return new Waiting(
        key,
        item.getTenant(),
        workClass,
        cost,
        watched ? began + patience : began,
        patience,
        item.getOrder(),
        held.getArrival());
  }

  /** Nothing but the two classes that are queued. */
  static WorkClass classOf(WorkItem item) {
    return item.getWorkClass() == WorkClass.WORK_CLASS_INTERACTIVE
        ? WorkClass.WORK_CLASS_INTERACTIVE
        : WorkClass.WORK_CLASS_BATCH;
  }
}
