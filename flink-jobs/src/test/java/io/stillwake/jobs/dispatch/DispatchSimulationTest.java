package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DispatchSimulationTest {

  private static final int SLOTS = 8;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noSlotIdlesWhileWorkWaits(long seed) throws Exception {
    SimulatedPool pool = new SimulatedPool(SLOTS, 0, new Random(seed));
    for (int i = 0; i < 1000; i++) {
      pool.request(1000, "tenant-" + i % 5, 2);
    }

    pool.run();

    assertThat(pool.idleShare()).isLessThan(0.0005);
  }

  /**
   * First in, first out would make the small tenant wait for the whole flood: 50 times and more.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void floodDelaysNobodyElse(long seed) throws Exception {
    SimulatedPool pool = new SimulatedPool(SLOTS, 0, new Random(seed));
    for (int i = 0; i < 2000; i++) {
      pool.request(1000, "flood", 2);
    }
    for (int i = 0; i < 40; i++) {
      pool.request(5_000 + 10_000 * i, "small", 2);
    }

    pool.run();

    assertThat(pool.slowdown("small")).isLessThan(3);
    assertThat(pool.slowdown("flood")).isGreaterThan(50);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everythingEndsThoughRecordsAreLost(long seed) throws Exception {
    SimulatedPool pool = new SimulatedPool(SLOTS, 0.05, new Random(seed));
    for (int i = 0; i < 500; i++) {
      pool.request(1000, "tenant-" + i % 5, 2);
    }

    pool.run();

    assertThat(pool.givenUp()).isZero();
  }
}
