package io.stillwake.inference.worker;

import io.stillwake.inference.Cancellation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Renders that were cancelled, remembered for some time, because their items may arrive later than
 * the news; and the items that are running now, to be told.
 */
final class CanceledRenders {

  private final InstantSource clock;
  private final int capacity;
  private final Duration memory;
  // Oldest first: a render is cancelled once, later news of it change nothing.
  private final Map<String, Instant> canceled = new LinkedHashMap<>();
  private final Map<String, Set<Cancellation>> running = new HashMap<>();

  CanceledRenders(InstantSource clock, int capacity, Duration memory) {
    this.clock = clock;
    this.capacity = capacity;
    this.memory = memory;
  }

  void cancel(String render) {
    List<Cancellation> told;
    synchronized (this) {
      canceled.putIfAbsent(render, clock.instant());
      forgetTheOldest();
      told = List.copyOf(running.getOrDefault(render, Set.of()));
    }
    told.forEach(Cancellation::cancel);
  }

  /** Starts to watch over an item of the render; cancelled from the start where the render is. */
  synchronized Watch watch(String render) {
    forgetTheOldest();
    Cancellation cancellation = new Cancellation();
    if (canceled.containsKey(render)) {
      cancellation.cancel();
    }
    running.computeIfAbsent(render, unused -> new HashSet<>()).add(cancellation);
    return new Watch(this, render, cancellation);
  }

  /** Ends with the item. */
  record Watch(CanceledRenders renders, String render, Cancellation cancellation)
      implements AutoCloseable {
    @Override
    public void close() {
      renders.forget(this);
    }
  }

  private synchronized void forget(Watch watch) {
    running.computeIfPresent(
        watch.render(),
        (unused, watched) -> {
          watched.remove(watch.cancellation());
          return watched.isEmpty() ? null : watched;
        });
  }

  private void forgetTheOldest() {
    Instant horizon = clock.instant().minus(memory);
    var entries = canceled.entrySet().iterator();
    while (entries.hasNext()) {
      Map.Entry<String, Instant> oldest = entries.next();
      if (canceled.size() <= capacity && oldest.getValue().isAfter(horizon)) {
        return;
      }
      entries.remove();
    }
  }
}
