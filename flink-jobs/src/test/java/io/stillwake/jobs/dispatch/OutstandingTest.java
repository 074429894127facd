package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutstandingTest {

  private final Outstanding outstanding = new Outstanding();

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 2", "2, 3", "3, 5", "8, 12", "9, 14", "100, 150"})
  void creditsAreHalfAsManyMoreThanSlotsAndAtLeastOneMore(int slots, int credits) {
    assertThat(Outstanding.credits(slots)).isEqualTo(credits);
  }

  @ParameterizedTest
  @CsvSource({"0.1, 60000", "3, 60000", "10, 200000", "NaN, 60000"})
  void allowanceFollowsTheCostAndIsAMinuteAtLeast(double cost, long millis) {
    assertThat(outstanding.allowance(cost)).isEqualTo(millis);
  }

  @Test
  void allowanceCoversTheCostliestThatIsOut() {
    outstanding.add(new ItemKey("r", "chunk"), 100, 95);
    outstanding.add(new ItemKey("r", "anchors"), 100, 10);
    outstanding.add(new ItemKey("r", "no number"), 100, Double.NaN);

    assertThat(outstanding.allowance(3)).isEqualTo(20_000 * 98);

    outstanding.remove(new ItemKey("r", "chunk"));

    assertThat(outstanding.allowance(3)).isEqualTo(20_000 * 13);
  }

  @Test
  void whatHasExpiredIsNotWaitedForAnyMore() {
    outstanding.add(new ItemKey("r", "chunk"), 100, 95);

    assertThat(outstanding.takeExpired(100)).hasSize(1);
    assertThat(outstanding.allowance(3)).isEqualTo(60_000);
  }

  @Test
  void expiredItemsAreTakenOnceAndFreeTheirCredits() {
    outstanding.add(new ItemKey("r", "early"), 100, 1);
    outstanding.add(new ItemKey("r", "late"), 200, 1);

    assertThat(outstanding.takeExpired(150)).containsExactly(new ItemKey("r", "early"));
    assertThat(outstanding.takeExpired(150)).isEmpty();
    assertThat(outstanding.size()).isEqualTo(1);
    assertThat(outstanding.nextDeadline()).hasValue(200);
  }

  @Test
  void answeredItemDoesNotExpire() {
    outstanding.add(new ItemKey("r", "w"), 100, 1);

    outstanding.remove(new ItemKey("r", "w"));

    assertThat(outstanding.takeExpired(1000)).isEmpty();
    assertThat(outstanding.nextDeadline()).isEmpty();
  }
}
