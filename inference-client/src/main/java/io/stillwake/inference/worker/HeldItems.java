package io.stillwake.inference.worker;

import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The items that this worker holds now, to be told when it shall not go on with them. Renders that
 * were cancelled are remembered for some time, because their items may arrive later than the news.
 */
final class HeldItems {

  private final InstantSource clock;
  private final int capacity;
  private final Duration memory;
  // Oldest first: a render is cancelled once, later news of it change nothing.
  private final Map<String, Instant> canceled = new LinkedHashMap<>();
  private final Map<String, Set<Held>> held = new HashMap<>();
  private boolean ending;

  HeldItems(InstantSource clock, int capacity, Duration memory) {
    this.clock = clock;
    this.capacity = capacity;
    this.memory = memory;
  }

  /** Nobody wants anything of the render any more. */
  void cancel(String render) {
    List<Held> told;
    synchronized (this) {
      canceled.putIfAbsent(render, clock.instant());
      forgetTheOldest();
      told = heldOf(render, item -> true);
    }
    told.forEach(Held::cancel);
  }

  /** Nobody waits for what is held of one item of the render; it may come again. */
  void cancel(String render, String work) {
    List<Held> told;
    synchronized (this) {
      told = heldOf(render, item -> item.item().getWorkId().equals(work));
    }
    told.forEach(Held::cancel);
  }

  /** From now on the worker begins nothing: what has not begun goes back to the queue. */
  void end() {
    List<Held> told;
    synchronized (this) {
      ending = true;
      told = held.values().stream().flatMap(Set::stream).toList();
    }
    told.forEach(Held::handBack);
  }

  /** From now on until it is closed, the item is held. */
  synchronized Held hold(WorkItem item, Intake.Place place) {
    forgetTheOldest();
    Held added = new Held(item, place, clock, this::forget);
    if (canceled.containsKey(item.getRenderId())) {
      added.cancel();
    } else if (ending) {
      added.handBack();
    }
    held.computeIfAbsent(item.getRenderId(), unused -> new HashSet<>()).add(added);
    return added;
  }

  private List<Held> heldOf(String render, Predicate<Held> wanted) {
    return held.getOrDefault(render, Set.of()).stream().filter(wanted).toList();
  }

  private synchronized void forget(Held gone) {
    held.computeIfPresent(
        gone.item().getRenderId(),
        (unused, others) -> {
          others.remove(gone);
          return others.isEmpty() ? null : others;
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
