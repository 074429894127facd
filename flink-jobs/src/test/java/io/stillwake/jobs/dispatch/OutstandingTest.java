package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.WorkClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OutstandingTest {

  private final Outstanding outstanding = new Outstanding();

  @ParameterizedTest
  @CsvSource({"0.1, 60000", "3, 60000", "10, 200000"})
  void allowanceFollowsTheCostAndIsAMinuteAtLeast(double cost, long millis) {
    assertThat(outstanding.allowance(cost)).isEqualTo(millis);
  }

  @Test
  void allowanceCoversTheCostliestThatIsOut() {
    add("chunk", 95, 100);
    add("anchors", 10, 100);
    add("as long", 95, 100);
    outstanding.remove(key("as long"));

    assertThat(outstanding.allowance(3)).isEqualTo(20_000 * 98);

    outstanding.remove(key("chunk"));

    assertThat(outstanding.allowance(3)).isEqualTo(20_000 * 13);
  }

  @Test
  void expiredItemsAreTakenOnceAndStayOutUntilTheyAreMoved() {
    add("early", 1, 100);
    add("late", 1, 200);

    assertThat(outstanding.takeExpired(150)).containsExactly(key("early"));
    assertThat(outstanding.takeExpired(150)).isEmpty();
    assertThat(outstanding.size()).isEqualTo(2);
    assertThat(outstanding.nextExpiry()).hasValue(200);
  }

  @Test
  void answeredItemDoesNotExpire() {
    add("w", 1, 100);

    outstanding.remove(key("w"));

    assertThat(outstanding.takeExpired(1000)).isEmpty();
    assertThat(outstanding.nextExpiry()).isEmpty();
    assertThat(outstanding.nextLate()).isEmpty();
  }

  @Test
  void itemWaitsForASlotOnlyWhereMoreAreOutThanSlots() {
    add("first", 10, 100);
    assertThat(outstanding.wait(2)).isZero();

    add("second", 20, 100);

    assertThat(outstanding.wait(2)).isEqualTo(7.5);
  }

  @Test
  void secondCopyHoldsACreditUntilOneOfTheTwoIsAnswered() {
    add("w", 1, 100);
    outstanding.copied(key("w"));
    assertThat(outstanding.size()).isEqualTo(2);
    assertThat(outstanding.mostLate()).isEmpty();

    outstanding.copyEnded(key("w"));
    assertThat(outstanding.size()).isEqualTo(1);

    outstanding.remove(key("w"));
    assertThat(outstanding.size()).isZero();
  }

  private void add(String work, double estimate, long expires) {
    outstanding.add(
        new Issued(
            key(work),
            "acme",
            WorkClass.WORK_CLASS_INTERACTIVE,
            new CostKey("", 0, 0, 0),
            estimate,
            estimate,
            0,
            0,
            1,
            false),
        expires,
        expires / 2);
  }

  private static ItemKey key(String work) {
    return new ItemKey("r", work);
  }
}
