package io.stillwake.inference.worker;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.WorkTimings;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where the time of one attempt goes. One thread. */
final class Stopwatch {

  enum Part {
    FETCH,
    SLOT_WAIT,
    MODEL,
    CODEC,
    STORE
  }

  private final InstantSource clock;
  private final long started;
  private final Map<Part, Long> nanos = new EnumMap<>(Part.class);

  Stopwatch(InstantSource clock) {
    this.clock = clock;
    this.started = clock.millis();
  }

  /** Counts the time until the lap is closed. */
  Lap time(Part part) {
    long from = System.nanoTime();
    return () -> nanos.merge(part, System.nanoTime() - from, Long::sum);
  }

  interface Lap extends AutoCloseable {
    @Override
    void close();
  }

  WorkTimings timings() {
    return WorkTimings.newBuilder()
        .setStartedAt(Timestamps.fromMillis(started))
        .setFinishedAt(Timestamps.fromMillis(clock.millis()))
        .setFetchMs(millis(Part.FETCH))
        .setSlotWaitMs(millis(Part.SLOT_WAIT))
        .setModelMs(millis(Part.MODEL))
        .setCodecMs(millis(Part.CODEC))
        .setStoreMs(millis(Part.STORE))
        .build();
  }

  private long millis(Part part) {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getOrDefault(part, 0L));
  }
}
