package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LaneNeedsTest {

  private static final Intake.Question QUESTION = new Intake.Question("work", 1);

  private final LaneNeeds needs = new LaneNeeds();

  @ParameterizedTest
  @CsvSource({"0, 2", "1, 3", "3, 6", "8, 16", "20, 28"})
  void asManyLanesAgainAreSpareButTwoAtLeastAndEightAtMost(int used, int open) {
    for (int i = 0; i < used; i++) {
      needs.use(QUESTION);
    }

    assertThat(needs.isNeeded(QUESTION, open - 1)).isTrue();
    assertThat(needs.isNeeded(QUESTION, open)).isFalse();
  }
}
