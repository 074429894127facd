package io.stillwake.ingest.setup.topics;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Settings that have another value than is wanted.
 *
 * @param wanted only those that differ, by Kafka's names
 * @param found all of them
 */
record ChangedSettings(SortedMap<String, String> wanted, Map<String, String> found) {

  static ChangedSettings of(Map<String, String> wanted, Map<String, String> found) {
    SortedMap<String, String> differing = new TreeMap<>(wanted);
    differing.entrySet().removeIf(entry -> entry.getValue().equals(found.get(entry.getKey())));
    return new ChangedSettings(differing, found);
  }

  boolean isEmpty() {
    return wanted.isEmpty();
  }

  @Override
  public String toString() {
    return wanted.entrySet().stream()
        .map(
            entry ->
                "set %s (was %s)".formatted(entry, found.getOrDefault(entry.getKey(), "not set")))
        .collect(Collectors.joining(", "));
  }
}
