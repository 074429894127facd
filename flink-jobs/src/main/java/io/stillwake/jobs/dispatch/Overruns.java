package io.stillwake.jobs.dispatch;

/** By how much items of a pool exceed their estimates. Learnt anew after a restart. */
final class Overruns {

  private static final int KEPT = 256;
  private static final int ENOUGH = 32;

  /** Over the estimate, where nothing is known, and at least. */
  private static final double LEAST_MARGIN = 1.1;

  /** One slow slot must not have everybody's deadlines given up. */
  private static final double MOST_MARGIN = 3;

  private static final double LATE = 2;

  /**
   * Over what nine of ten items need. About what nineteen of twenty do; but that could not be told
   * from what a slow slot makes of its items, which are some of the others.
   */
  private static final double BEYOND_MOST = 1.25;

  private final RecentSamples ratios = new RecentSamples(KEPT);

  void learn(double estimate, double measured) {
    ratios.add(measured / estimate);
  }

  /** The time in which nearly every item of this estimate is done, in seconds. */
  double surely(double estimate) {
    double margin = ratios.size() < ENOUGH ? LEAST_MARGIN : ratios.quantile(0.98);
    return estimate * Math.min(MOST_MARGIN, Math.max(LEAST_MARGIN, margin));
  }

  /**
   * The time after which an item of this estimate runs suspiciously long, in seconds.
   *
   * @param handOff what passes between issue and answer beside the run, in seconds
   */
  double late(double estimate, double handOff) {
    double twice = LATE * estimate + handOff;
    return ratios.size() < ENOUGH
        ? twice
        : Math.max(twice, BEYOND_MOST * ratios.quantile(0.9) * estimate);
  }
}
