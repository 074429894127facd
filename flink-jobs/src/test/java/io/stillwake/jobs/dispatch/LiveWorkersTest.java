package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LiveWorkersTest {

  private static final long NOW = 1_000_000;

  private final LiveWorkers workers = new LiveWorkers();

  @Test
  void slotsOfAllLiveWorkersAddUp() {
    workers.heard("a", 2, NOW, NOW);
    workers.heard("b", 3, NOW, NOW);

    assertThat(workers.slots(NOW)).isEqualTo(5);
  }

  @Test
  void workerThatFallsSilentIsDead() {
    workers.heard("a", 2, NOW, NOW);

    assertThat(workers.slots(NOW + LiveWorkers.SILENCE_MS - 1)).isEqualTo(2);
    assertThat(workers.nextSilence()).hasValue(NOW + LiveWorkers.SILENCE_MS);
    assertThat(workers.slots(NOW + LiveWorkers.SILENCE_MS)).isZero();
    assertThat(workers.nextSilence()).isEmpty();
  }

  @Test
  void statusThatLayInTheTopicForLongBringsNobodyBack() {
    workers.heard("a", 2, NOW - LiveWorkers.SILENCE_MS, NOW);

    assertThat(workers.slots(NOW)).isZero();
  }

  @Test
  void newestStatusOfAWorkerCounts() {
    workers.heard("a", 2, NOW, NOW);
    workers.heard("a", 0, NOW + 2, NOW + 2);
    workers.heard("a", 2, NOW + 1, NOW + 2);

    assertThat(workers.slots(NOW + 2)).isZero();
  }

  @Test
  void workerWhoseClockIsAheadDiesInTime() {
    workers.heard("a", 2, NOW + 3_600_000, NOW);

    assertThat(workers.slots(NOW + LiveWorkers.SILENCE_MS)).isZero();
  }
}
