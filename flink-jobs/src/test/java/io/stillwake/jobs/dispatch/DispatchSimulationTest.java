package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DispatchSimulationTest {

  private static final int SEEDS = 10;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void noSlotIdlesWhileWorkWaits(long seed) throws Exception {
    Random random = new Random(seed);
    SimulatedPool pool = new SimulatedPool(2, 4, 0, random);
    for (int i = 0; i < 1000; i++) {
      pool.request(1000, "tenant-" + i % 5, 9, SimulatedPool.lognormal(random, 2), 2);
    }

    pool.run();

    assertThat(pool.idleShare()).isLessThan(0.01);
  }

  /** Items that take no longer than their way: many more must be out. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void shortItemsKeepTheSlotsBusyToo(long seed) throws Exception {
    Random random = new Random(seed);
    SimulatedPool pool = new SimulatedPool(2, 4, 0, random);
    for (int i = 0; i < 5000; i++) {
      pool.request(1000, "tenant-" + i % 5, 9, SimulatedPool.lognormal(random, 0.02), 0.02);
    }

    pool.run();

    assertThat(pool.idleShare()).isLessThan(0.05);
  }

  /** What one worker keeps at hand is missed where another has a free slot and nothing. */
  @ParameterizedTest
  @CsvSource({"4, 32, 4, 4", "16, 8, 2, 4", "32, 1, 1, 14"})
  void noWorkerHasSpareItemsWhileAnotherIdles(int workers, int slots, int ahead, double seconds)
      throws Exception {
    Random random = new Random(1);
    SimulatedPool pool = new SimulatedPool(workers, slots, ahead, 0, random);
    pool.hopsTake(20, 70);
    for (int i = 0; i < 20 * workers * slots; i++) {
      double run = SimulatedPool.lognormal(random, seconds);
      pool.request(1000, "tenant", 9, run, seconds);
    }

    pool.run();

    assertThat(pool.idleShare()).isLessThan(0.003);
  }

  /** Chunks as in the published table: few per slot, so that the order decides. */
  @ParameterizedTest
  @CsvSource({"1, 8", "2, 8", "4, 8", "16, 8", "8, 4", "4, 32"})
  void makespanIsNearTheBound(int workers, int chunksPerSlot) throws Exception {
    double sum = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      SimulatedPool pool = new SimulatedPool(workers, 8, 0, random);
      double work = 0;
      double longest = 0;
      for (int i = 0; i < workers * 8 * chunksPerSlot; i++) {
        double seconds = SimulatedPool.lognormal(random, 2);
        pool.request(i / 5, "tenant", i, seconds, seconds);
        work += seconds;
        longest = Math.max(longest, seconds);
      }
      pool.run();
      sum += pool.seconds() / Math.max(work / (workers * 8), longest);
    }
    assertThat(sum / SEEDS).isLessThan(1.07);
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 50})
  void slowSlotHoldsNobodyUp(int chunksPerSlot) throws Exception {
    double sum = 0;
    double copies = 0;
    for (long seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      SimulatedPool pool = new SimulatedPool(8, 1, 0, random);
      pool.slowOneSlotDown(10);
      double work = 0;
      for (int i = 0; i < 8 * chunksPerSlot; i++) {
        double seconds = SimulatedPool.lognormal(random, 2);
        pool.request(0, "tenant", i, seconds, seconds);
        work += seconds;
      }
      pool.run();
      sum += pool.seconds() / (work / 7.1);
      copies += pool.copiesShare();
    }
    assertThat(copies / SEEDS).isLessThan(0.03);
    assertThat(sum / SEEDS).isLessThan(1.15);
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "1, true", "2, true"})
  void overloadWithDeadlinesDoesWhatEndsInTime(long seed, boolean known) throws Exception {
    Random random = new Random(seed);
    SimulatedPool pool = new SimulatedPool(8, 1, 0, random);
    double mean = 2 * Math.exp(0.125);
    double at = 0;
    for (int i = 0; at < 600; i++) {
      at += -Math.log(1 - random.nextDouble()) * mean / 8 / 1.2;
      double seconds = SimulatedPool.lognormal(random, 2);
      pool.request((long) (at * 1000), "t" + i % 4, 9, seconds, known ? seconds : 2, 20_000);
    }
    pool.runUntil(600_000);

    assertThat(pool.inTimeShare()).isGreaterThan(0.9);
  }

  /** Nobody can be sure of what lives for two and a half times its run, and most of it ends. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void overloadWithTightDeadlinesDoesMostOfWhatEndsInTime(long seed) throws Exception {
    assertThat(overloaded(seed, 1, 2, 600, 5_000).inTimeShare()).isGreaterThan(0.75);
  }

  /** Calls that take less than their way, which is not always the same. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void overloadWithShortItemsDoesWhatEndsInTime(long seed) throws Exception {
    assertThat(overloaded(seed, 8, 0.1, 60, 1_000).inTimeShare()).isGreaterThan(0.9);
  }

  /** Asked for 1.2 times what eight slots can do. */
  private static SimulatedPool overloaded(
      long seed, int ahead, double typical, int seconds, long withinMs) throws Exception {
    Random random = new Random(seed);
    SimulatedPool pool = new SimulatedPool(1, 8, ahead, 0, random);
    pool.hopsTake(50, 200);
    double mean = typical * Math.exp(0.125);
    double at = 0;
    for (int i = 0; at < seconds; i++) {
      at += -Math.log(1 - random.nextDouble()) * mean / 8 / 1.2;
      double run = SimulatedPool.lognormal(random, typical);
      pool.request((long) (at * 1000), "t" + i % 4, 9, run, typical, withinMs);
    }
    pool.runUntil(seconds * 1000L);
    return pool;
  }

  private static SimulatedPool flooded(int items, Random random) throws Exception {
    SimulatedPool pool = new SimulatedPool(1, 8, 0, random);
    for (int i = 0; i < items; i++) {
      pool.request(1000, "flood", 9, SimulatedPool.lognormal(random, 2), 2);
    }
    return pool;
  }

  /**
   * First in, first out would make the small tenant wait for the whole flood: 50 times and more.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void floodDelaysNobodyElse(long seed) throws Exception {
    Random random = new Random(seed);
    SimulatedPool pool = flooded(2000, random);
    for (int i = 0; i < 40; i++) {
      pool.request(5_000 + 10_000 * i, "small", 9, SimulatedPool.lognormal(random, 2), 2);
    }

    pool.run();

    assertThat(pool.slowdown("small")).isLessThan(3);
    assertThat(pool.slowdown("flood")).isGreaterThan(50);
  }

  /** Renders of sixteen chunks that come into a flood end nearly as soon as alone. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void floodHardlyDelaysSmallRenders(long seed) throws Exception {
    Random random = new Random(seed);
    SimulatedPool pool = flooded(4000, random);
    for (int render = 0; render < 16; render++) {
      for (int chunk = 0; chunk < 16; chunk++) {
        String tenant = "small-" + render % 4;
        double seconds = SimulatedPool.lognormal(random, 2);
        pool.request(100_000 + 30_000 * render, tenant, chunk, seconds, 2);
      }
    }

    pool.run();

    double mean = 0;
    for (int tenant = 0; tenant < 4; tenant++) {
      mean += pool.slowdown("small-" + tenant) / 4;
    }
    // Without a head start 3.1.
    assertThat(mean).isLessThan(2.7);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everythingEndsThoughRecordsAreLost(long seed) throws Exception {
    Random random = new Random(seed);
    SimulatedPool pool = new SimulatedPool(1, 8, 0.05, random);
    for (int i = 0; i < 500; i++) {
      pool.request(1000, "tenant-" + i % 5, 9, SimulatedPool.lognormal(random, 2), 2);
    }

    pool.run();

    assertThat(pool.givenUp()).isZero();
  }
}
