package io.stillwake.jobs.dispatch;

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
  private final DueTimes<String> silences = new DueTimes<>();
  private int slots;

  /** Workers that have slots. */
  private int serving;

  private double slotsPerWorker = 1;

  /**
   * @param at when the worker said so, by its own clock; counted as now where that is in our future
   */
  void heard(String worker, int slots, long at, long now) {
    Heard heard = new Heard(Math.max(0, slots), Math.min(at, now));
    Heard known = workers.get(worker);
    if (known == null || heard.at() >= known.at()) {
      forget(worker);
      workers.put(worker, heard);
      silences.put(worker, heard.at() + SILENCE_MS);
      count(heard, 1);
    }
    forgetSilent(now);
  }

  /** Items that can run at once, now. */
  int slots(long now) {
    forgetSilent(now);
    return slots;
  }

  /** Those that can run something, now. */
  int serving(long now) {
    forgetSilent(now);
    return serving;
  }

  /** Of those that are alive, in the mean; where none is, of those that were last. */
  double slotsPerWorker() {
    return slotsPerWorker;
  }

  /** When the next worker is taken for dead unless it is heard of; empty where there is none. */
  OptionalLong nextSilence() {
    return silences.next();
  }

  private void forgetSilent(long now) {
    silences.takeDue(now).forEach(this::forget);
  }

  private void forget(String worker) {
    Heard gone = workers.remove(worker);
    if (gone != null) {
      silences.remove(worker);
      count(gone, -1);
    }
  }

  private void count(Heard heard, int sign) {
    slots += sign * heard.slots();
    serving += heard.slots() > 0 ? sign : 0;
    if (serving > 0) {
      slotsPerWorker = (double) slots / serving;
    }
  }
}
