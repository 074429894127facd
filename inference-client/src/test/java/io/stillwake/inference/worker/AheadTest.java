package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AheadTest {

  private final HeldItems items = new HeldItems(InstantSource.system(), 10, Duration.ofMinutes(1));
  private Duration now = Duration.ofDays(1);

  /** In the 20 ms that it takes to get one. */
  @ParameterizedTest(name = "{0} slots, calls of {1} ms: {2}")
  @CsvSource({"8,14000,1", "8,200,4", "8,20,8", "1,200,2", "1,14000,1", "256,6000,4"})
  void asManyAsMayEndMeanwhileAndAtLeastOne(int count, long callMillis, int wanted)
      throws Exception {
    Slots slots = new Slots(count, () -> now.toNanos());
    for (int i = 0; i < 200; i++) {
      try (Slots.Slot ignored = slots.acquire(caller())) {
        now = now.plusMillis(callMillis);
      }
    }

    assertThat(new Ahead(slots).wanted()).isEqualTo(wanted);
  }

  private ModelCalls.Caller caller() {
    WorkItem item = WorkItem.getDefaultInstance();
    return new ModelCalls.Caller(
        items.hold(item, Bench.NOWHERE), 0, new Stopwatch(item, InstantSource.system()), () -> {});
  }
}
