package io.stillwake.jobs.dispatch;

import java.util.List;
import java.util.OptionalLong;

/**
 * The items that are with the workers. Each holds a credit until its answer comes, and has a
 * deadline: a record that was delivered too often is archived by the broker without a word.
 */
final class Outstanding {

  private static final long LEAST_ALLOWANCE_MS = 60_000;
  private static final double ALLOWANCE_PER_COST = 20;

  private final DueTimes deadlines = new DueTimes();

  /**
   * How many items may be with a pool's workers: half as many more as they run at once, so that the
   * next is there when a slot falls free, and not so many that order and fairness are decided long
   * before they matter.
   */
  static int credits(int slots) {
    return slots == 0 ? 0 : Math.max(slots + 1, (3 * slots + 1) / 2);
  }

  /**
   * From issue to deadline, in milliseconds. Generous: the item waits behind others, and its model
   * may have to be loaded.
   *
   * @param cost in slot-seconds
   */
  static long allowance(double cost) {
    return Math.max(LEAST_ALLOWANCE_MS, (long) (ALLOWANCE_PER_COST * cost * 1000));
  }

  void add(ItemKey key, long deadline) {
    deadlines.put(key, deadline);
  }

  void remove(ItemKey key) {
    deadlines.remove(key);
  }

  /** Takes out the items whose deadline has passed. */
  List<ItemKey> takeExpired(long now) {
    return deadlines.takeDue(now);
  }

  OptionalLong nextDeadline() {
    return deadlines.next();
  }

  int size() {
    return deadlines.size();
  }
}
