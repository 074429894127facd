package io.stillwake.inference.worker;

import java.time.Duration;

/**
 * How many items should be at hand beside those that run, so that no slot waits: as many as begin
 * in the time that it takes to get one, also where many calls end at once, and at least one. No
 * more where calls are long: an item at hand here is one that no other worker can begin, and {@code
 * DispatchJob} hands out no more than each may need.
 */
final class Ahead {

  /** What a question and its answer take on a busy machine. */
  private static final Duration ASKED = Duration.ofMillis(20);

  /** Calls end when they like: as many as in a Poisson process at most, so many sigmas out. */
  private static final double SIGMAS = 3;

  private static final int MOST = 32;

  private final Slots slots;
  private final MovingMean preparation = new MovingMean(Duration.ZERO);

  Ahead(Slots slots) {
    this.slots = slots;
  }

  /** One item's inputs took so long to come. */
  void prepared(long nanos) {
    preparation.add(nanos);
  }

  /** Beside those that run and those that wait at the server. */
  int wanted() {
    double refill = ASKED.toNanos() + preparation.nanos();
    double begun = slots.count() * refill / slots.meanHold();
    int most = Math.min(MOST, Math.max(2, slots.count()));
    int meanwhile = (int) Math.min(most, Math.ceil(begun + SIGMAS * Math.sqrt(begun)));
    return Math.max(1, meanwhile - slots.atServer());
  }
}
