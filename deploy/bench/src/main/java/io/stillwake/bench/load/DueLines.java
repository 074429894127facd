package io.stillwake.bench.load;

import java.util.Comparator;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Lines until they may be requested; those of one time come in the order in which they were added.
 * For several threads.
 */
final class DueLines {

  private final DelayQueue<Due> queue = new DelayQueue<>();
  private final AtomicLong added = new AtomicLong();

  private record Due(WorkLine line, long atNanos, long number) implements Delayed {

    private static final Comparator<Due> ORDER =
        Comparator.comparingLong(Due::atNanos).thenComparingLong(Due::number);

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return ORDER.compare(this, (Due) other);
    }
  }

  /**
   * @param atNanos by {@link System#nanoTime}
   */
  void add(WorkLine line, long atNanos) {
    queue.add(new Due(line, atNanos, added.getAndIncrement()));
  }

  /** Waits for the next line whose time has come. */
  WorkLine take() throws InterruptedException {
    return queue.take().line();
  }
}
