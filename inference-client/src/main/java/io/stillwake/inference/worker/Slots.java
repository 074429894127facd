package io.stillwake.inference.worker;

import io.stillwake.inference.Cancellation;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import java.util.Comparator;
import java.util.TreeSet;

/**
 * The model calls that may run at once. Lanes fetch more items than there are slots; who gets the
 * next free slot is decided here: what has begun before what has not, interactive before batch,
 * then play order, then who came first.
 */
final class Slots {

  private final TreeSet<Waiter> waiting =
      new TreeSet<>(
          Comparator.comparing(Waiter::fresh)
              .thenComparing(Waiter::batch)
              .thenComparingInt(Waiter::order)
              .thenComparingLong(Waiter::arrival));
  private int free;
  private long arrivals;

  Slots(int count) {
    free = count;
  }

  /** Compares as the queue does; two waiters are never equal. */
  private record Waiter(boolean fresh, boolean batch, int order, long arrival) {}

  /**
   * Waits for a slot, until the item is cancelled; each one must be given back.
   *
   * @return whether there was a wait at all
   */
  boolean acquire(ModelCalls.Caller caller) throws WorkCanceled, InterruptedException {
    try (Cancellation.Registration ignored = caller.cancellation().onCancel(this::wake)) {
      return waitForTurn(caller);
    }
  }

  private synchronized boolean waitForTurn(ModelCalls.Caller caller)
      throws WorkCanceled, InterruptedException {
    WorkItem item = caller.item();
    Waiter waiter =
        new Waiter(
            // An encoder that is fed call by call should not be kept open for long.
            caller.earlierCalls() == 0,
            item.getWorkClass() == WorkClass.WORK_CLASS_BATCH,
            item.getOrder(),
            arrivals++);
    waiting.add(waiter);
    boolean waited = false;
    try {
      while (free == 0 || !waiting.first().equals(waiter)) {
        if (caller.cancellation().isCanceled()) {
          throw new WorkCanceled(item.getRenderId(), null);
        }
        waited = true;
        wait();
      }
      free--;
      return waited;
    } finally {
      waiting.remove(waiter);
      notifyAll();
    }
  }

  synchronized void release() {
    free++;
    notifyAll();
  }

  synchronized int waiting() {
    return waiting.size();
  }

  private synchronized void wake() {
    notifyAll();
  }
}
