package io.stillwake.jobs.dispatch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The items that are with the workers. Each holds a credit until its answer comes (two while a
 * second copy of it is out), and has a time at which it has expired: a record that was delivered
 * too often is archived by the broker without a word.
 */
final class Outstanding {

  /** A time that does not come. */
  static final long NEVER = Long.MAX_VALUE;

  private static final long LEAST_ALLOWANCE_MS = 60_000;
  private static final double ALLOWANCE_PER_COST = 20;

  private final Map<ItemKey, Issued> items = new HashMap<>();
  private final DueTimes<ItemKey> expiries = new DueTimes<>();
  private final DueTimes<ItemKey> late = new DueTimes<>();
  private final TreeMap<Double, Integer> estimates = new TreeMap<>();
  private double seconds;
  private int copies;

  /**
   * From issue to expiry, in milliseconds. Generous: a model may have to be loaded, and be slower
   * here than where its cost was measured; so may be what the item waits behind, which is at most
   * the costliest of those that are out.
   *
   * @param estimate slot-seconds
   */
  long allowance(double estimate) {
    double ahead = estimates.isEmpty() ? 0 : estimates.lastKey();
    return Math.max(LEAST_ALLOWANCE_MS, (long) (ALLOWANCE_PER_COST * (estimate + ahead) * 1000));
  }

  /**
   * About how long an item that is issued now waits for a slot, in seconds.
   *
   * @param slots above 0
   */
  double wait(int slots) {
    int ahead = size() - slots + 1;
    return ahead <= 0 ? 0 : ahead * seconds / items.size() / slots;
  }

  /**
   * @param expires when it is taken for lost
   * @param lateAt from when on it has run far beyond its estimate, or {@link #NEVER}
   */
  void add(Issued issued, long expires, long lateAt) {
    if (items.putIfAbsent(issued.key(), issued) != null) {
      throw new IllegalStateException("item is out already: " + issued.key());
    }
    expiries.put(issued.key(), expires);
    estimates.merge(issued.estimate(), 1, Integer::sum);
    seconds += issued.estimate();
    if (issued.copied()) {
      copies++;
    } else if (lateAt != NEVER) {
      late.put(issued.key(), lateAt);
    }
  }

  /** Does nothing where the item is not out. */
  void remove(ItemKey key) {
    Issued gone = items.remove(key);
    if (gone == null) {
      return;
    }
    expiries.remove(key);
    late.remove(key);
    estimates.computeIfPresent(gone.estimate(), (cost, count) -> count == 1 ? null : count - 1);
    seconds = items.isEmpty() ? 0 : seconds - gone.estimate();
    copies -= gone.copied() ? 1 : 0;
  }

  Optional<Issued> find(ItemKey key) {
    return Optional.ofNullable(items.get(key));
  }

  /** The items that have expired. Who takes them extends or removes them at once. */
  List<ItemKey> takeExpired(long now) {
    return expiries.takeDue(now);
  }

  void extend(ItemKey key, long expires) {
    expiries.put(key, expires);
  }

  /** The item that is late first, of those that have no second copy. */
  Optional<Issued> mostLate() {
    return late.first().map(items::get);
  }

  /** The item is not late before this time, as it turns out. */
  void lateNotBefore(ItemKey key, long at) {
    late.put(key, at);
  }

  /** A second copy of the item is out. */
  void copied(ItemKey key) {
    late.remove(key);
    items.computeIfPresent(key, (same, issued) -> issued.withCopy(true));
    copies++;
  }

  /** One of the item's two copies is out no more. */
  void copyEnded(ItemKey key) {
    items.computeIfPresent(key, (same, issued) -> issued.withCopy(false));
    copies--;
  }

  OptionalLong nextExpiry() {
    return expiries.next();
  }

  /** When {@link #mostLate} is late. */
  OptionalLong nextLate() {
    return late.next();
  }

  /** Items, and second copies of items. */
  int size() {
    return items.size() + copies;
  }

  /** Estimated slot-seconds of the items. */
  double seconds() {
    return seconds;
  }
}
