package io.stillwake.inference.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

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
  private final LongSupplier nanos;
  private final Map<String, Integer> asking = new HashMap<>();
  private int held;
  private long loadedSince;
  private long belowSince;
  private State state = State.OPEN;

  private enum State {
    OPEN,
    PAUSED,
    CLOSED
  }

  /**
   * @param slots items that can run at once
   * @param most items to hold at once
   * @param settled how long all slots must be taken before items are asked for ahead
   * @param nanos a clock for differences, as {@link System#nanoTime}
   */
  Intake(int slots, int most, Duration settled, LongSupplier nanos) {
    this.slots = slots;
    this.most = most;
    this.settledNanos = settled.toNanos();
    this.nanos = nanos;
    this.belowSince = nanos.getAsLong() - settledNanos;
  }

  /**
   * Waits until one more item of the topic may be asked for; then {@link #took} or {@link #gaveUp}
   * must follow.
   *
   * @return false where no item shall be asked for now
   */
  synchronized boolean ask(String topic) throws InterruptedException {
    while (isOpen() && !mayAsk(topic)) {
      TimeUnit.NANOSECONDS.timedWait(this, settledNanos);
    }
    if (isOpen()) {
      asking.merge(topic, 1, Integer::sum);
    }
    return isOpen();
  }

  /** Whether items may be asked for now. */
  synchronized boolean isOpen() {
    return state == State.OPEN;
  }

  /**
   * Waits while it is paused.
   *
   * @return false where no item shall be asked for ever again
   */
  synchronized boolean awaitOpen() throws InterruptedException {
    while (state == State.PAUSED) {
      wait();
    }
    return isOpen();
  }

  synchronized boolean mayAsk(String topic) {
    int expected = held + asking.getOrDefault(topic, 0);
    boolean settled = held >= slots && nanos.getAsLong() - loadedSince >= settledNanos;
    return expected < (settled ? most : slots);
  }

  synchronized void took(String topic) {
    gaveUp(topic);
    held++;
    // The moment between two items is no rest.
    if (held == slots && nanos.getAsLong() - belowSince > settledNanos / 2) {
      loadedSince = nanos.getAsLong();
    }
  }

  synchronized void gaveUp(String topic) {
    asking.merge(topic, -1, Integer::sum);
    notifyAll();
  }

  synchronized void ended() {
    held--;
    if (held == slots - 1) {
      belowSince = nanos.getAsLong();
    }
    notifyAll();
  }

  /** No item is asked for until it is resumed. */
  void pause() {
    turn(State.PAUSED);
  }

  void resume() {
    turn(State.OPEN);
  }

  /** No item is asked for any more. */
  void close() {
    turn(State.CLOSED);
  }

  private synchronized void turn(State next) {
    if (state != State.CLOSED) {
      state = next;
      notifyAll();
    }
  }
}
