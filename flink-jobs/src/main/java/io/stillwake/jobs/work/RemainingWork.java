package io.stillwake.jobs.work;

/**
 * Work that is still to be done, as it is estimated. In slot-seconds.
 *
 * @param seconds all of it
 * @param chainSeconds the longest chain of items that wait for each other: what it takes however
 *     many slots there are
 */
public record RemainingWork(double seconds, double chainSeconds) {

  public static final RemainingWork NONE = new RemainingWork(0, 0);

  public static RemainingWork item(double seconds) {
    return new RemainingWork(seconds, seconds);
  }

  /** Both, at once. */
  public RemainingWork beside(RemainingWork other) {
    return new RemainingWork(seconds + other.seconds, Math.max(chainSeconds, other.chainSeconds));
  }

  /** Both, one after the other. */
  public RemainingWork then(RemainingWork next) {
    return new RemainingWork(seconds + next.seconds, chainSeconds + next.chainSeconds);
  }
}
