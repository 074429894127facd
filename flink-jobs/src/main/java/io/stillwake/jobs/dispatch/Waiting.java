package io.stillwake.jobs.dispatch;

import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;

/**
 * What the queue knows of an item: enough to order it, and no more, since a million may wait. The
 * order is fixed when the item is queued.
 *
 * @param cost estimated slot-seconds
 * @param due what is due first goes first: when its render began here, plus its patience; epoch
 *     milliseconds
 * @param render number of its render, {@link HeldRender#number}
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
    long render,
    double patience,
    int order,
    long arrival) {

  /** Inside a tenant and a class. Written out, since it is asked so often. */
  static int order(Waiting one, Waiting other) {
    int order = Double.compare(one.due, other.due);
    if (order == 0) {
      order = Long.compare(one.render, other.render);
    }
    if (order == 0) {
      order = Double.compare(one.patience, other.patience);
    }
    if (order == 0) {
      order = Integer.compare(one.order, other.order);
    }
    return order == 0 ? Long.compare(one.arrival, other.arrival) : order;
  }

  /**
   * Nobody watches batch work come in: a thousand of its renders are to end one after the other
   * instead of all at the end, so there patience counts inside a render only.
   *
   * @param cost estimated slot-seconds
   */
  static Waiting of(ItemKey key, HeldWork held, double cost, HeldRender render) {
    WorkItem item = held.getItem();
    double patience = Patience.of(item, cost);
    WorkClass workClass = classOf(item);
    boolean watched = workClass == WorkClass.WORK_CLASS_INTERACTIVE;
    return new Waiting(
        key,
        item.getTenant(),
        workClass,
        cost,
        watched ? render.began() + patience : render.began(),
        render.number(),
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
