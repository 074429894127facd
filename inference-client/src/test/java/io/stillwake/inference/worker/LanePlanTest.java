package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LanePlanTest {

  @Test
  void oneSlotHasOneItemBeforeItAndTwoBehindIt() {
    assertThat(LanePlan.of(1, OptionalInt.empty())).isEqualTo(new LanePlan(4, Map.of(1, 4)));
  }

  @Test
  void moreSlotsShareLanesToo() {
    assertThat(LanePlan.of(8, OptionalInt.empty()))
        .isEqualTo(new LanePlan(24, Map.of(1, 12, 4, 6)));
  }

  @Test
  void aPoolOf256SlotsFitsItsShareGroup() {
    LanePlan plan = LanePlan.of(256, OptionalInt.empty());

    int lanes = plan.lanes().values().stream().mapToInt(Integer::intValue).sum();
    assertThat(plan.lanes()).containsEntry(16, 8).containsEntry(4, 128);
    assertThat(plan.lanes().get(1)).isGreaterThan(256);
    assertThat(2 * lanes).isLessThanOrEqualTo(1000);
  }

  @Test
  void neverHasMoreLanesForOneItemThanItems() {
    assertThat(LanePlan.of(8, OptionalInt.of(3))).isEqualTo(new LanePlan(3, Map.of(1, 3, 3, 1)));
  }
}
