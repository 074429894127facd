package io.stillwake.jobs.dispatch;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The workers of one pool that were heard of lately, and how many items they run at once. Not kept
 * in state: every worker tells anew within seconds.
 */
final class LiveWorkers {

  static final long SILENCE_MS = 15_000;

  private record Heard(int slots, long at) {}

  private final Map<String, Heard> workers = new HashMap<>();

  /**
   * @param at when the worker said so, by its own clock; counted as now where that is in our future
   */
  void heard(String worker, int slots, long at, long now) {
    Heard heard = new Heard(Math.max(0, slots), Math.min(at, now));
    workers.merge(worker, heard, (old, news) -> news.at() >= old.at() ? news : old);
    forgetSilent(now);
  }

  /** Items that can run at once, now. */
  int slots(long now) {
    forgetSilent(now);
    return workers.values().stream().mapToInt(Heard::slots).sum();
  }

  /** When the next worker is taken for dead unless it is heard of; empty where there is none. */
  OptionalLong nextSilence() {
    return workers.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(
            Collections.min(workers.values().stream().map(Heard::at).toList()) + SILENCE_MS);
  }

  private void forgetSilent(long now) {
    workers.values().removeIf(heard -> heard.at() + SILENCE_MS <= now);
  }
}
