package io.stillwake.bench.gpu;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Microseconds since the epoch that never run backwards: the wall clock once, then nanoTime. */
final class SlotClock {

  private final long startMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  private final long startNanos = System.nanoTime();

  long micros() {
    return startMicros + (System.nanoTime() - startNanos) / 1_000;
  }
}
