package io.stillwake.inference.worker;

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * How many lanes a worker has for each of its topics. A lane gets nothing new until all that its
 * last poll brought has ended, so there are lanes for one item each, for calls that are long, and
 * lanes for several, for calls that are so short that a poll for each would cost more than the
 * item. They open as they are needed. Where slots are very many a few of them fall free within a
 * moment, however long calls are, so there are lanes for a few items, too.
 *
 * @param items to hold at once
 * @param lanes how many, by the items that one poll brings
 */
record LanePlan(int items, Map<Integer, Integer> lanes) {

  private static final int MOST_PER_POLL = 16;
  private static final int MOST_SHARED = 8;
  private static final int MOST_WAITING = 32;

  private static final int VERY_MANY_SLOTS = 64;
  private static final int FEW = 4;

  /**
   * @param items to hold at once, where somebody knows better
   */
  static LanePlan of(int slots, OptionalInt items) {
    // Those that run, and twice as many on their way in and out: a store is slower than a toy.
    int most = items.orElse(slots + Math.max(3, Math.min(2 * slots, 2 * MOST_WAITING)));
    Map<Integer, Integer> lanes = new HashMap<>();
    int perPoll = Math.min(most, Math.min(MOST_PER_POLL, slots / 2));
    if (perPoll > 1) {
      lanes.put(perPoll, Math.min(MOST_SHARED, (most + perPoll - 1) / perPoll));
    }
    if (slots >= VERY_MANY_SLOTS && perPoll > FEW) {
      // The longest of four calls takes one and a half times as long as the mean of them.
      lanes.put(FEW, Math.min(most, slots / 2));
    }
    lanes.put(1, Math.min(most, slots + Math.max(3, Math.min(slots / 2, MOST_WAITING))));
    return new LanePlan(most, Map.copyOf(lanes));
  }
}
