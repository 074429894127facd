package io.stillwake.inference.worker;

import io.stillwake.inference.Cancellation;
import java.time.Duration;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * Tries again while trouble lasts: exponential, capped, with full jitter, so that workers that met
 * the same trouble together do not come back together. Cancelling ends a wait at once.
 *
 * @param first the longest wait after the first failure
 * @param longest the longest wait between two tries
 * @param patience how long to go on altogether, after which the last failure is thrown
 */
record Backoff(Duration first, Duration longest, Duration patience, RandomGenerator random) {

  interface Step<T, E extends Exception> {
    T run() throws E, InterruptedException;
  }

  <T, E extends Exception> T retry(
      Step<T, E> step, Predicate<Exception> passing, Cancellation cancellation)
      throws E, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (int failures = 0; ; failures++) {
      try {
        return step.run();
      } catch (Exception e) {
        Duration wait = wait(failures);
        if (!passing.test(e)
            || cancellation.isCanceled()
            || System.nanoTime() + wait.toNanos() > end) {
          throw e;
        }
        cancellation.await(wait);
      }
    }
  }

  private Duration wait(int failures) {
    long doubled = first.toNanos() << Math.min(failures, 20);
    return Duration.ofNanos(random.nextLong(Math.min(doubled, longest.toNanos()) + 1));
  }
}
