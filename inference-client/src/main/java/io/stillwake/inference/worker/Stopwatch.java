package io.stillwake.inference.worker;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkTimings;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Where the time of one attempt goes, and where its item was before. One thread. */
final class Stopwatch {

  enum Part {
    FETCH,
    SLOT_WAIT,
    MODEL,
    CODEC,
    STORE
  }

  private final InstantSource clock;
  private final WorkItem item;
  private final long started;
  private final Map<Part, Long> nanos = new EnumMap<>(Part.class);

  /** Starts when the worker takes the item. */
  Stopwatch(WorkItem item, InstantSource clock) {
    this.item = item;
    this.clock = clock;
    this.started = clock.millis();
  }

  /** Counts the time until the lap is closed. */
  Lap time(Part part) {
    long from = System.nanoTime();
    return () -> add(part, System.nanoTime() - from);
  }

  void add(Part part, long time) {
    nanos.merge(part, time, Long::sum);
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
        .setQueuedMs(item.hasIssuedAt() ? between(item.getRequestedAt(), issued()) : 0)
        .setHandedOverMs(item.hasIssuedAt() ? Math.max(0, started - issued()) : 0)
        .build();
  }

  private long issued() {
    return Timestamps.toMillis(item.getIssuedAt());
  }

  /** Two hosts' clocks may disagree about which came first. */
  private static long between(Timestamp from, long to) {
    return Math.max(0, to - Timestamps.toMillis(from));
  }

  private long millis(Part part) {
    return TimeUnit.NANOSECONDS.toMillis(nanos.getOrDefault(part, 0L));
  }
}
