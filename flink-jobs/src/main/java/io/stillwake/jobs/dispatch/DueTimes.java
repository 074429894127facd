package io.stillwake.jobs.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/** What something is to happen to at a time each. Epoch milliseconds. */
final class DueTimes<K> {

  private record Due<K>(long at, long turn, K key) {}

  private final Map<K, Due<K>> byKey = new HashMap<>();
  private final TreeSet<Due<K>> inOrder =
      new TreeSet<>(
          Comparator.comparingLong((Due<K> due) -> due.at()).thenComparingLong(Due::turn));
  private long turns;

  /** Replaces its time where it has one. */
  void put(K key, long at) {
    Due<K> due = new Due<>(at, turns++, key);
    Due<K> old = byKey.put(key, due);
    if (old != null) {
      inOrder.remove(old);
    }
    inOrder.add(due);
  }

  /** Does nothing where it has no time. */
  void remove(K key) {
    Due<K> due = byKey.remove(key);
    if (due != null) {
      inOrder.remove(due);
    }
  }

  /** Takes out all that is due, earliest first. */
  List<K> takeDue(long now) {
    List<K> due = new ArrayList<>();
    while (!inOrder.isEmpty() && inOrder.first().at() <= now) {
      K key = inOrder.pollFirst().key();
      byKey.remove(key);
      due.add(key);
    }
    return due;
  }

  /** The one that is due first; empty where nothing is ever due. */
  Optional<K> first() {
    return inOrder.isEmpty() ? Optional.empty() : Optional.of(inOrder.first().key());
  }

  /** Empty where nothing is ever due. */
  OptionalLong next() {
    return inOrder.isEmpty() ? OptionalLong.empty() : OptionalLong.of(inOrder.first().at());
  }

  /** The earliest of several times; empty where none of them ever comes. */
  static OptionalLong earliest(OptionalLong... times) {
    OptionalLong earliest = OptionalLong.empty();
    for (OptionalLong time : times) {
      if (earliest.isEmpty() || (time.isPresent() && time.getAsLong() < earliest.getAsLong())) {
        earliest = time;
      }
    }
    return earliest;
  }

  int size() {
    return byKey.size();
  }
}
