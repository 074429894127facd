package io.stillwake.jobs.dispatch;

import io.stillwake.proto.WorkResult;

/** What a pool learns from the answers of its workers. */
final class Learnt {

  private final CostEstimates estimates;
  private final HandOff handOff = new HandOff();
  private final Overruns overruns = new Overruns();

  Learnt(PoolStore store) throws Exception {
    this.estimates = new CostEstimates(store);
  }

  CostEstimates estimates() {
    return estimates;
  }

  HandOff handOff() {
    return handOff;
  }

  Overruns overruns() {
    return overruns;
  }

  /**
   * From an attempt that made its output.
   *
   * @param seconds that its model calls took
   */
  void from(WorkResult result, Issued issued, double seconds, long now) throws Exception {
    if (!(seconds > 0)) {
      return;
    }
    estimates.learn(issued.costKey(), issued.asked(), seconds);
    // What ran twice, or was issued anew meanwhile, tells nothing of the way of either.
    if (result.getAttempt() == issued.attempt() && result.getCopy() == 0) {
      overruns.learn(issued.estimate(), seconds);
      handOff.learn(issued, result.getTimings(), now);
    }
  }
}
