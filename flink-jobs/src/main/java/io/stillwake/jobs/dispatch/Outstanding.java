package io.stillwake.jobs.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The items that are with the workers. Each holds a credit until its answer comes, and has a
 * deadline: a record that was delivered too often is archived by the broker without a word.
 */
final class Outstanding {

  private static final long LEAST_ALLOWANCE_MS = 60_000;
  private static final double ALLOWANCE_PER_COST = 20;

  private final DueTimes deadlines = new DueTimes();
  private final Map<ItemKey, Double> costs = new HashMap<>();

  /**
   * How many items may be with a pool's workers: half as many more as they run at once, so that the
   * next is there when a slot falls free, and not so many that order and fairness are decided long
   * before they matter.
   */
  static int credits(int slots) {
    return slots == 0 ? 0 : Math.max(slots + 1, (3 * slots + 1) / 2);
  }

  /**
   * From issue to deadline, in milliseconds. Generous: a model may have to be loaded, and be slower
   * here than where its cost was measured; so may be what the item waits behind.
   *
   * @param cost in slot-seconds
   */
  long allowance(double cost) {
    return Math.max(LEAST_ALLOWANCE_MS, (long) (ALLOWANCE_PER_COST * (cost + ahead()) * 1000));
  }

  /**
   * The most that an item waits behind: a slot falls free at the latest when the costliest of those
   * that are out is done.
   */
  private double ahead() {
    return costs.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
  }

  /**
   * @param cost in slot-seconds
   */
  void add(ItemKey key, long deadline, double cost) {
    deadlines.put(key, deadline);
    // One that is no number must not make every allowance the least.
    costs.put(key, cost > 0 ? cost : 0);
  }

  void remove(ItemKey key) {
    deadlines.remove(key);
    costs.remove(key);
  }

  /** Takes out the items whose deadline has passed. */
  List<ItemKey> takeExpired(long now) {
    List<ItemKey> expired = deadlines.takeDue(now);
    expired.forEach(costs::remove);
    return expired;
  }

  OptionalLong nextDeadline() {
    return deadlines.next();
  }

  int size() {
    return deadlines.size();
  }
}
