package io.stillwake.jobs.dispatch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeSet;

/** Items that something is to happen to at a time each. Epoch milliseconds. */
final class DueTimes {

  private record Due(long at, ItemKey key) {}

  private final Map<ItemKey, Due> byKey = new HashMap<>();
  private final TreeSet<Due> inOrder =
      new TreeSet<>(Comparator.comparingLong(Due::at).thenComparing(due -> due.key().toString()));

  /** Replaces the item's time where it has one. */
  void put(ItemKey key, long at) {
    remove(key);
    Due due = new Due(at, key);
    byKey.put(key, due);
    inOrder.add(due);
  }

  /** Does nothing where the item has no time. */
  void remove(ItemKey key) {
    Due due = byKey.remove(key);
    if (due != null) {
      inOrder.remove(due);
    }
  }

  /** Takes out all that is due, earliest first. */
  List<ItemKey> takeDue(long now) {
    List<ItemKey> due = new ArrayList<>();
    while (!inOrder.isEmpty() && inOrder.first().at() <= now) {
      ItemKey key = inOrder.pollFirst().key();
      byKey.remove(key);
      due.add(key);
    }
    return due;
  }

  /** Empty where nothing is ever due. */
  OptionalLong next() {
    return inOrder.isEmpty() ? OptionalLong.empty() : OptionalLong.of(inOrder.first().at());
  }

  int size() {
    return byKey.size();
  }
}
