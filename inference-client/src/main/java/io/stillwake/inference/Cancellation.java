package io.stillwake.inference;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Tells running work, once, that nobody wants its result any more. */
public final class Cancellation {

  private final List<Runnable> listeners = new ArrayList<>();
  private boolean canceled;

  /** Ends the interest in being told; never throws. */
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  public void cancel() {
    List<Runnable> told;
    synchronized (this) {
      canceled = true;
      told = List.copyOf(listeners);
      listeners.clear();
      notifyAll();
    }
    told.forEach(Runnable::run);
  }

  public synchronized boolean isCanceled() {
    return canceled;
  }

  /** Waits that long, or until cancelled. */
  public synchronized void await(Duration time) throws InterruptedException {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); !canceled && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  /**
   * Runs the listener when cancelled, on the cancelling thread; at once where that has happened
   * already.
   */
  public Registration onCancel(Runnable listener) {
    synchronized (this) {
      if (!canceled) {
        listeners.add(listener);
        return () -> forget(listener);
      }
    }
    listener.run();
    return () -> {};
  }

  private synchronized void forget(Runnable listener) {
    listeners.remove(listener);
  }
}
