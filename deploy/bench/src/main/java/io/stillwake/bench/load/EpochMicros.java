package io.stillwake.bench.load;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as the slots' log has them: microseconds since the epoch. */
public final class EpochMicros {

  private EpochMicros() {}

  public static long now() {
    return of(Instant.now());
  }

  public static long of(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
