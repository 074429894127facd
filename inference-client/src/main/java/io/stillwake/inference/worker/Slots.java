package io.stillwake.inference.worker;

import com.google.protobuf.util.Timestamps;
import io.stillwake.inference.Cancellation;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The model calls that may run at once, and the few more that wait at the server, so that it begins
 * the next one the moment a call ends. There are more items at hand than that; who may send the
 * next call is decided here: what has begun first, then who is due first. An item is due when it
 * was issued, plus the patience of its class; so the order is that of {@code DispatchJob}, which
 * alone knows whose turn it is, and interactive work goes ahead of batch work, but not of batch
 * work that has waited for long. Of what was issued at once, the first in play order goes first.
 *
 * <p>A server runs its calls first come first served and does not say when it begins one, so that
 * is reckoned: with as many before it as there are slots, a call begins when one of them ends.
 */
final class Slots {

  private static final Duration BATCH_PATIENCE = Duration.ofSeconds(5);
  // Long: what is at hand can still be handed on until the calls show to be short.
  private static final Duration FIRST_GUESS = Duration.ofSeconds(5);
  // From an answer to the start of the next call, on a machine that is busy.
  private static final Duration HOP = Duration.ofMillis(10);
  // Of a slot's time. For less, the next call had better stay where it can still be overtaken,
  private static final double WORTH_SENDING_AHEAD = 0.005;
  // but where it would wait at the server for so short a time only.
  private static final Duration SOON = Duration.ofMillis(100);

  private final TreeSet<Waiter> waiting =
      new TreeSet<>(
          Comparator.comparing(Waiter::fresh)
              .thenComparingLong(Waiter::due)
              .thenComparingInt(Waiter::order)
              .thenComparingLong(Waiter::arrival));
  // By their beginning, and by their sending.
  private final List<Slot> running = new ArrayList<>();
  private final List<Slot> sentAhead = new ArrayList<>();
  private final int count;
  private final LongSupplier nanos;
  private final MovingMean hold = new MovingMean(FIRST_GUESS);
  private volatile Runnable onRelease = () -> {};
  private long arrivals;

  /**
   * @param count calls that the server runs at once
   * @param nanos a clock for differences, as {@link System#nanoTime}
   */
  Slots(int count, LongSupplier nanos) {
    this.count = count;
    this.nanos = nanos;
  }

  /**
   * Compares as the queue does; two waiters never have the same arrival.
   *
   * @param due epoch milliseconds, by the clock of who issued the item
   * @param order of play
   * @param turn the slot, or null when the waiter has left
   */
  private record Waiter(
      boolean fresh, long due, int order, long arrival, CompletableFuture<Slot> turn) {}

  /** Leave to send one call; it ends once. */
  final class Slot implements AutoCloseable {

    private final boolean waited;
    private final long granted = nanos.getAsLong();
    private long began;

    private Slot(boolean waited) {
      this.waited = waited;
    }

    /** Whether it was not to be had at once. */
    boolean waited() {
      return waited;
    }

    /**
     * How long its call has waited at the server by now, in nanoseconds.
     *
     * @param answered whether the server has answered it, so that it ran in any case
     */
    long waitedAtServer(boolean answered) {
      synchronized (Slots.this) {
        if (answered && sentAhead.contains(this)) {
          changePlaces(this, running.get(running.size() - 1));
        }
        long until = sentAhead.contains(this) ? nanos.getAsLong() : began;
        return Math.max(0, until - granted);
      }
    }

    @Override
    public void close() {
      release(this, true);
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
    Slot slot = null;
    try (Cancellation.Registration ignored =
        held.cancellation().onCancel(() -> waiter.turn().complete(null))) {
      slot = await(waiter, held);
    } finally {
      if (slot == null) {
        leave(waiter);
      }
    }
    if (slot == null) {
      held.stopIfUnwanted(null);
      held.stopIfLate();
      throw new IllegalStateException("item left the queue for no reason");
    }
    return slot;
  }

  int count() {
    return count;
  }

  synchronized int free() {
    return count - running.size();
  }

  /** How many calls wait at the server. */
  synchronized int atServer() {
    return sentAhead.size();
  }

  /** How many may. */
  private int ahead() {
    double ended = HOP.toNanos() / meanHold();
    boolean worth = ended >= WORTH_SENDING_AHEAD || meanHold() / count <= SOON.toNanos();
    return worth ? (int) Math.min(count, 1 + Math.ceil(count * ended)) : 0;
  }

  /** How long a call runs, in nanoseconds; at least one. */
  synchronized double meanHold() {
    return Math.max(1, hold.nanos());
  }

  synchronized int waiting() {
    return waiting.size();
  }

  /**
   * @param used whether it says how long a call runs
   */
  private void release(Slot slot, boolean used) {
    synchronized (this) {
      if (!sentAhead.remove(slot)) {
        running.remove(slot);
        if (used) {
          hold.add(nanos.getAsLong() - slot.began);
        }
      }
      passOn();
    }
    onRelease.run();
  }

  /** Those that wait at the server begin, those that wait here may send. */
  private void passOn() {
    while (running.size() < count && !sentAhead.isEmpty()) {
      begin(sentAhead.remove(0));
    }
    while (mayBeSent() && !waiting.isEmpty()) {
      Slot slot = new Slot(true);
      if (waiting.pollFirst().turn().complete(slot)) {
        send(slot);
      }
    }
  }

  private boolean mayBeSent() {
    return running.size() < count || sentAhead.size() < ahead();
  }

  private void send(Slot slot) {
    if (running.size() < count) {
      begin(slot);
    } else {
      sentAhead.add(slot);
    }
  }

  private void begin(Slot slot) {
    slot.began = nanos.getAsLong();
    running.add(slot);
  }

  /** Calls that are sent at the same moment may arrive the other way round. */
  private void changePlaces(Slot ran, Slot waits) {
    ran.began = waits.began;
    running.set(running.indexOf(waits), ran);
    sentAhead.set(sentAhead.indexOf(ran), waits);
  }

  private synchronized Waiter enter(ModelCalls.Caller caller) {
    WorkItem item = caller.held().item();
    Waiter waiter =
        new Waiter(
            // An encoder that is fed call by call should not be kept open for long.
            caller.earlierCalls() == 0,
            due(item),
            item.getOrder(),
            arrivals++,
            new CompletableFuture<>());
    if (mayBeSent()) {
      Slot slot = new Slot(false);
      send(slot);
      waiter.turn().complete(slot);
    } else {
      waiting.add(waiter);
    }
    return waiter;
  }

  /** Null where the item leaves without a slot. */
  private static Slot await(Waiter waiter, Held held) throws InterruptedException {
    while (true) {
      Optional<Duration> left = waiter.turn().isDone() ? Optional.empty() : held.timeLeft();
      if (left.isPresent() && left.get().compareTo(Duration.ZERO) <= 0) {
        return null;
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
    if (!waiter.turn().complete(null)) {
      Slot slot = waiter.turn().join();
      if (slot != null) {
        release(slot, false);
      }
    }
  }

  private static long due(WorkItem item) {
    boolean batch = item.getWorkClass() == WorkClass.WORK_CLASS_BATCH;
    return Timestamps.toMillis(item.getIssuedAt()) + (batch ? BATCH_PATIENCE.toMillis() : 0);
  }
}
