package io.stillwake.jobs.dispatch;

/**
 * How much of a pool may go into second copies. Both sums fade, so that a long quiet life does not
 * save up for a storm of them.
 */
final class SecondCopies {

  /** Of the slot-seconds that are issued; the first copy is always granted. */
  private static final double SHARE = 0.03;

  /** So many items count, about. */
  private static final double REMEMBERED = 4096;

  private double issued;
  private double copied;
  private long count;

  void issued(double estimate) {
    issued += estimate - issued / REMEMBERED;
    copied -= copied / REMEMBERED;
  }

  void copied(double estimate) {
    copied += estimate;
    count++;
  }

  boolean granted() {
    return copied <= SHARE * issued;
  }

  /** Since the start. */
  long count() {
    return count;
  }
}
