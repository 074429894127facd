package io.stillwake.local.triton;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The calls of one model that wait for an instance: by priority level, then in the order of their
 * arrival. A call that finds an instance free does not count as waiting, however slow that instance
 * is to pick it up; so the limit means the same at any load.
 */
final class InferenceQueue {

  private final QueuePolicy policy;
  private final ScheduledExecutorService timer;

  private final PriorityQueue<Waiting> waiting =
      new PriorityQueue<>(
          comparing(Waiting::delayed)
              .thenComparingLong(Waiting::priority)
              .thenComparing(comparingLong(Waiting::arrival)));

  private int free;

  private long arrivals;

  private boolean stopping;

  private record Waiting(Inference inference, boolean delayed, long priority, long arrival) {}

  InferenceQueue(QueuePolicy policy, ScheduledExecutorService timer) {
    this.policy = policy;
    this.timer = timer;
    this.free = policy.instances();
  }

  /**
   * @throws TritonException UNAVAILABLE if as many calls wait as may, or the server is stopping
   */
  void put(Inference inference) throws TritonException {
    InferenceRequest request = inference.request();
    synchronized (this) {
      if (stopping) {
        throw unavailable(
            request,
            "Server is stopping, scheduler for model has stopped accepting new inference requests");
      }
      if (policy.limit() > 0 && waiting.size() >= policy.limit() + free) {
        throw unavailable(request, "Exceeds maximum queue size");
      }
      long priority = policy.priorityFor(request.priority());
      waiting.add(new Waiting(inference, false, priority, arrivals++));
      notifyAll();
    }
    Duration timeout = policy.timeoutFor(request.timeout());
    if (!timeout.isZero()) {
      ScheduledFuture<?> expiry =
          timer.schedule(() -> expire(inference), timeout.toNanos(), TimeUnit.NANOSECONDS);
      inference.whenEnded(() -> expiry.cancel(false));
    }
  }

  private static TritonException unavailable(InferenceRequest request, String message) {
    return new TritonException(TritonException.Code.UNAVAILABLE, request.label() + message);
  }

  private void expire(Inference inference) {
    Waiting expired = removeWaiting(inference);
    if (expired == null) {
      return;
    }
    if (policy.delay()) {
      synchronized (this) {
        waiting.add(new Waiting(inference, true, expired.priority(), expired.arrival()));
        notifyAll();
      }
    } else {
      inference.fail(
          new TritonException(TritonException.Code.UNAVAILABLE, "Request timeout expired"));
    }
  }

  /**
   * Waits for a call; its instance is busy from now until {@link #release}.
   *
   * @return null when the queue is stopped and empty
   */
  synchronized Inference take() throws InterruptedException {
    while (waiting.isEmpty()) {
      if (stopping) {
        return null;
      }
      wait();
    }
    free--;
    return waiting.remove().inference();
  }

  synchronized void release() {
    free++;
  }

  /** Takes a call out that nobody waits for any more; false if it runs or has ended. */
  boolean remove(Inference inference) {
    return removeWaiting(inference) != null;
  }

  private synchronized Waiting removeWaiting(Inference inference) {
    for (Waiting candidate : waiting) {
      if (candidate.inference() == inference) {
        waiting.remove(candidate);
        return candidate;
      }
    }
    return null;
  }

  /** Calls that wait for an instance. */
  synchronized int size() {
    return Math.max(0, waiting.size() - free);
  }

  /** Calls that have been taken and not released. */
  synchronized int running() {
    return policy.instances() - free;
  }

  /** Refuses new calls; those that wait already are still given out. */
  synchronized void stop() {
    stopping = true;
    notifyAll();
  }
}
