package io.stillwake.jobs.dispatch;

/**
 * How much of a pool may go into second copies. All sums fade, so that a long quiet life does not
 * save up for a storm of them.
 */
final class SecondCopies {

  /** Of the slot-seconds that are issued. */
  private static final double SHARE = 0.03;

  /** Granted beyond that, in items of mean cost: a slow slot holds one and has one before it. */
  private static final double ITEMS_AT_START = 2;

  /** So many items count, about. */
  private static final double REMEMBERED = 4096;

  private double items;
  private double issued;
  private double copied;
  private long count;

  void issued(double estimate) {
    items += 1 - items / REMEMBERED;
    issued += estimate - issued / REMEMBERED;
    copied -= copied / REMEMBERED;
  }

  void copied(double estimate) {
    copied += estimate;
    count++;
  }

  boolean granted() {
    return items > 0 && copied <= SHARE * issued + ITEMS_AT_START * issued / items;
  }

  /** Since the start. */
  long count() {
    return count;
  }
}
