package io.stillwake.inference.worker;

import java.time.Duration;

/** Of times, the newest ones counting for most. For one thread at a time. */
final class MovingMean {

  private static final double WEIGHT = 1.0 / 16;

  private double nanos;

  MovingMean(Duration first) {
    nanos = first.toNanos();
  }

  void add(long time) {
    nanos += WEIGHT * (time - nanos);
  }

  double nanos() {
    return nanos;
  }
}
