package io.stillwake.inference.worker;

import io.stillwake.inference.Cancellation;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The model calls that may run at once. There are more items at hand than slots; who gets the next
 * free slot is decided here: what has begun first, then who is due first. An item is due when it
 * came, plus the patience of its class and of its place in play order; so interactive work goes
 * ahead of batch work, but not of batch work that has waited for long.
 */
final class Slots {

  private static final Duration BATCH_PATIENCE = Duration.ofSeconds(5);
  private static final Duration ORDER_PATIENCE = Duration.ofMillis(20);
  private static final int MOST_ORDER = 50;
  private static final Duration FIRST_GUESS = Duration.ofSeconds(1);

  private final TreeSet<Waiter> waiting =
      new TreeSet<>(
          Comparator.comparing(Waiter::fresh)
              .thenComparingLong(Waiter::due)
              .thenComparingLong(Waiter::arrival));
  private final int count;
  private final LongSupplier nanos;
  private final MovingMean hold = new MovingMean(FIRST_GUESS);
  private volatile Runnable onRelease = () -> {};
  private int free;
  private long arrivals;

  /**
   * @param nanos a clock for differences, as {@link System#nanoTime}
   */
  Slots(int count, LongSupplier nanos) {
    this.count = count;
    this.free = count;
    this.nanos = nanos;
  }

  /**
   * Compares as the queue does; two waiters never have the same arrival.
   *
   * @param turn true when the slot is the waiter's, false when it has left
   */
  private record Waiter(boolean fresh, long due, long arrival, CompletableFuture<Boolean> turn) {}

  /** A slot that was taken; it ends once. */
  final class Slot implements AutoCloseable {

    private final boolean waited;
    private final long since = nanos.getAsLong();

    private Slot(boolean waited) {
      this.waited = waited;
    }

    /** Whether it was not free at once. */
    boolean waited() {
      return waited;
    }

    @Override
    public void close() {
      release(nanos.getAsLong() - since);
    }
  }

  /** Is told of every slot that was given back. */
  void onRelease(Runnable listener) {
    onRelease = listener;
  }

  /**
   * Waits for a slot, until the worker shall not go on with the item or its deadline has passed.
   */
  Slot acquire(ModelCalls.Caller caller) throws WorkStopped, InterruptedException {
    Held held = caller.held();
    held.stopIfUnwanted(null);
    held.stopIfLate();
    Waiter waiter = enter(caller);
    if (waiter == null) {
      return new Slot(false);
    }
    boolean granted = false;
    try (Cancellation.Registration ignored =
        held.cancellation().onCancel(() -> waiter.turn().complete(false))) {
      granted = await(waiter, held);
    } finally {
      if (!granted) {
        leave(waiter);
      }
    }
    if (!granted) {
      held.stopIfUnwanted(null);
      held.stopIfLate();
      throw new IllegalStateException("item left the queue for no reason");
    }
    return new Slot(true);
  }

  int count() {
    return count;
  }

  synchronized int free() {
    return free;
  }

  /** How long a slot is held, in nanoseconds; at least one. */
  synchronized double meanHold() {
    return Math.max(1, hold.nanos());
  }

  private void release(long held) {
    synchronized (this) {
      hold.add(held);
      passOn();
    }
    onRelease.run();
  }

  /** The next one's, or free. */
  private void passOn() {
    for (Waiter next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
      if (next.turn().complete(true)) {
        return;
      }
    }
    free++;
  }

  synchronized int waiting() {
    return waiting.size();
  }

  /** Null where a slot is free. */
  private synchronized Waiter enter(ModelCalls.Caller caller) {
    if (free > 0) {
      free--;
      return null;
    }
    Waiter waiter =
        new Waiter(
            // An encoder that is fed call by call should not be kept open for long.
            caller.earlierCalls() == 0,
            nanos.getAsLong() + patience(caller.held().item()),
            arrivals++,
            new CompletableFuture<>());
    waiting.add(waiter);
    return waiter;
  }

  private static boolean await(Waiter waiter, Held held) throws InterruptedException {
    while (true) {
      Optional<Duration> left = held.timeLeft();
      if (left.isPresent() && left.get().compareTo(Duration.ZERO) <= 0) {
        return false;
      }
      try {
        return left.isPresent()
            ? waiter.turn().get(left.get().toNanos(), TimeUnit.NANOSECONDS)
            : waiter.turn().get();
      } catch (TimeoutException e) {
        // The clock that says who is late may be behind the one that measured this wait.
        continue;
      } catch (ExecutionException e) {
        throw new IllegalStateException("a turn never fails", e);
      }
    }
  }

  private void leave(Waiter waiter) {
    synchronized (this) {
      waiting.remove(waiter);
    }
    boolean hadTurn = !waiter.turn().complete(false) && waiter.turn().join();
    if (hadTurn) {
      synchronized (this) {
        passOn();
      }
      onRelease.run();
    }
  }

  private static long patience(WorkItem item) {
    Duration order = ORDER_PATIENCE.multipliedBy(Math.min(item.getOrder(), MOST_ORDER));
    return item.getWorkClass() == WorkClass.WORK_CLASS_BATCH
        ? BATCH_PATIENCE.plus(order).toNanos()
        : order.toNanos();
  }
}
