package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkTimings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HandOffTest {

  private final HandOff handOff = new HandOff();

  @ParameterizedTest
  @CsvSource({"0, 0, 0", "1, 1, 2", "2, 1, 3", "3, 1, 5", "8, 1, 12", "8, 8, 16", "100, 13, 150"})
  void unmeasuredCreditsAreHalfAsManyMoreThanSlotsAndOneForEachWorker(
      int slots, int serving, int credits) {
    assertThat(handOff.credits(slots, serving, 1)).isEqualTo(credits);
  }

  @ParameterizedTest
  @CsvSource({
    // Milliseconds of run and way; slots, workers, credits.
    "20000, 20, 8, 1, 9",
    "20000, 20, 8, 4, 12",
    "20000, 20, 8, 8, 16",
    "200, 20, 8, 1, 12",
    "200, 20, 8, 2, 14",
    "4000, 90, 128, 4, 144",
    "20, 20, 8, 1, 21",
    "5, 20, 8, 1, 32",
    "1000, 20, 1, 1, 2"
  })
  void creditsCoverWhatFallsFreeOnTheWay(
      long runMs, long wayMs, int slots, int serving, int credits) {
    learnMany(runMs, wayMs, 0, 0, 0);

    assertThat(handOff.credits(slots, serving, runMs / 1000.0)).isEqualTo(credits);
  }

  /** The more are out, the longer each waits in the topic; that must not send out yet more. */
  @Test
  void waitBehindOthersIsNoPartOfTheWay() {
    learnMany(1000, 20, 0, 0, 0);
    for (int i = 0; i < 20; i++) {
      learnMany(1000, 520, 0, 200, 0.5);
    }

    assertThat(handOff.seconds()).isLessThanOrEqualTo(0.02);
  }

  @Test
  void wayThatHasBecomeLongerIsLearntWhereSlotsStarve() {
    learnMany(1000, 20, 0, 0, 0);
    for (int i = 0; i < 20; i++) {
      learnMany(1000, 520, 0, 0, 0.5);
    }

    assertThat(handOff.seconds()).isCloseTo(0.52, within(1e-9));
  }

  @Test
  void wayOfTheFirstItemsIsForgottenBitByBit() {
    learnMany(1000, 20_000, 0, 0, 0);
    for (int i = 0; i < 200; i++) {
      learnMany(1000, 20_000, 0, 200, 20);
    }

    assertThat(handOff.seconds()).isLessThan(10);
  }

  @Test
  void whatWorkersDoBesideTheRunCountsByThreeInFour() {
    learnMany(1000, 20, 0, 0, 0);
    learnMany(1000, 20, 100, 0, 0);
    learnMany(1000, 20, 300, 0, 0);
    learnMany(1000, 20, 300, 0, 0);
    learnMany(1000, 20, 900, 0, 0);

    assertThat(handOff.seconds()).isCloseTo(0.32, within(0.001));
  }

  @Test
  void whatWasIssuedBeforeARestartTellsNothing() {
    learnMany(1000, 60_000, 0, 0, -1);

    assertThat(handOff.seconds()).isZero();
  }

  private void learnMany(long runMs, long wayMs, long choresMs, long slotWaitMs, double wait) {
    for (int i = 0; i < 10; i++) {
      WorkTimings timings =
          WorkTimings.newBuilder()
              .setStartedAt(Timestamps.fromMillis(5_000_000))
              .setFinishedAt(Timestamps.fromMillis(5_000_000 + choresMs + slotWaitMs + runMs))
              .setSlotWaitMs(slotWaitMs)
              .setModelMs(runMs)
              .build();
      handOff.learn(issued(wait), timings, 1000 + wayMs + choresMs + slotWaitMs + runMs);
    }
  }

  private static Issued issued(double wait) {
    return new Issued(
        new ItemKey("r", "w"),
        "acme",
        WorkClass.WORK_CLASS_INTERACTIVE,
        new CostKey("m", 0, 0, 0),
        1,
        1,
        1000,
        wait,
        1,
        false);
  }
}
