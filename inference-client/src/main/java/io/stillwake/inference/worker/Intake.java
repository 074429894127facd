package io.stillwake.inference.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Which lanes may ask for an item. A question cannot be taken back: a share consumer that has
 * polled once takes the next record, whenever it comes. So a worker asks for no more than it can
 * run at once, until it has been fully loaded for a moment; then it asks ahead, to have an item at
 * hand when a slot gets free. Thus a burst spreads over the workers instead of piling up at one.
 */
final class Intake {

  private final int slots;
  private final int most;
  private final long settledNanos;
  private final Map<String, Integer> asking = new HashMap<>();
  private int held;
  private long loadedSince;
  private boolean closed;

  /**
   * @param slots items that can run at once
   * @param most items to hold at once
   * @param settled how long all slots must be taken before items are asked for ahead
   */
  Intake(int slots, int most, Duration settled) {
    this.slots = slots;
    this.most = most;
    this.settledNanos = settled.toNanos();
  }

  /**
   * Waits until one more item of the topic may be asked for; then {@link #took} or {@link #gaveUp}
   * must follow.
   *
   * @return false where no item shall be asked for any more
   */
  synchronized boolean ask(String topic) throws InterruptedException {
    while (!closed) {
      int expected = held + asking.getOrDefault(topic, 0);
      long loaded = held < slots ? 0 : System.nanoTime() - loadedSince;
      if (expected < slots || (expected < most && loaded >= settledNanos)) {
        asking.merge(topic, 1, Integer::sum);
        return true;
      }
      if (held >= slots && expected < most) {
        TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, settledNanos - loaded));
      } else {
        wait();
      }
    }
    return false;
  }

  synchronized void took(String topic) {
    gaveUp(topic);
    held++;
    if (held == slots) {
      loadedSince = System.nanoTime();
    }
  }

  synchronized void gaveUp(String topic) {
    asking.merge(topic, -1, Integer::sum);
    notifyAll();
  }

  synchronized void ended() {
    held--;
    notifyAll();
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
