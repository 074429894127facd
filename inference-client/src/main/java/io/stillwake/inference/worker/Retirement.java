package io.stillwake.inference.worker;

import io.stillwake.inference.Cancellation;
import io.stillwake.inference.ModelServer;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time that a worker is out of service: looks after its model server until that does its work
 * again, or has answered for long without doing it. One that is away is being started anew by
 * whoever keeps it, so that is waited for.
 *
 * @param pause between two looks
 * @param linger how long the server may answer without doing its work
 * @param nanos a clock for differences, as {@link System#nanoTime}
 */
record Retirement(
    ServerHealth health, ModelServer server, Duration pause, Duration linger, LongSupplier nanos) {

  /**
   * Returns when it is known how the retirement ends.
   *
   * @param ended cancelled where nobody waits for that any more
   * @return whether the server is well again
   */
  boolean outlast(Cancellation ended) throws InterruptedException {
    long sickSince = nanos.getAsLong();
    while (!ended.isCanceled()) {
      ended.await(pause);
      switch (health.recheck(server, ended)) {
        case WELL -> {
          return true;
        }
        case AWAY -> sickSince = nanos.getAsLong();
        case SICK -> {
          if (nanos.getAsLong() - sickSince >= linger.toNanos()) {
            return false;
          }
        }
      }
    }
    return false;
  }
}
