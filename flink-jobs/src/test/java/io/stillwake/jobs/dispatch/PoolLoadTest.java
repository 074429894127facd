package io.stillwake.jobs.dispatch;

import static io.stillwake.jobs.dispatch.SomeWork.dropped;
import static io.stillwake.jobs.dispatch.SomeWork.heard;
import static io.stillwake.jobs.dispatch.SomeWork.item;
import static io.stillwake.jobs.dispatch.SomeWork.requested;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.PoolNews;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class PoolLoadTest {

  private final SentOut out = new SentOut();
  private Pool pool;
  private long now = 1_000_000;

  @BeforeEach
  void openPool() throws Exception {
    pool = new Pool(SomeWork.POOL, new MapPoolStore(), TenantWeights.EQUAL, List.of(), now);
  }

  @Test
  void emptyPoolWantsNobody() throws Exception {
    learn(heard("worker", 4, now));

    assertThat(pool.load(now).wantedSlots()).isZero();
    assertThat(pool.load(now).wantedWorkers()).isZero();
    assertThat(pool.load(now).secondsToDrain()).isZero();
  }

  @Test
  void anythingThatWaitsWantsOneThoughNobodyIsAlive() throws Exception {
    learn(requested(costing("w", 0.1, WorkClass.WORK_CLASS_BATCH)));

    assertThat(pool.load(now).wantedSlots()).isEqualTo(1);
    assertThat(pool.load(now).wantedWorkers()).isEqualTo(1);
    assertThat(pool.load(now).secondsToDrain()).isNegative();
  }

  @Test
  void interactiveBacklogIsToBeDoneWithinAMinute() throws Exception {
    learn(heard("worker", 4, now));
    for (int i = 0; i < 100; i++) {
      learn(requested(costing("i" + i, 6, WorkClass.WORK_CLASS_INTERACTIVE)));
      learn(requested(costing("b" + i, 60, WorkClass.WORK_CLASS_BATCH)));
    }
    PoolLoad load = pool.load(now);

    assertThat(load.queuedSeconds() + load.outstandingSeconds()).isEqualTo(6600);
    assertThat(load.secondsToDrain()).isEqualTo(1650);
    assertThat(load.wantedSlots()).isBetween(10, 13);
    assertThat(load.wantedWorkers()).isBetween(3, 4);
  }

  @Test
  void oneLongItemWantsOneSlot() throws Exception {
    learn(requested(costing("w", 3000, WorkClass.WORK_CLASS_INTERACTIVE)));

    assertThat(pool.load(now).wantedSlots()).isEqualTo(1);
  }

  @Test
  void workersThatAreGoneTellHowManySlotsTheNextOnesHave() throws Exception {
    learn(heard("worker", 4, now));
    now += LiveWorkers.SILENCE_MS;
    for (int i = 0; i < 100; i++) {
      learn(requested(costing("i" + i, 6, WorkClass.WORK_CLASS_INTERACTIVE)));
    }

    assertThat(pool.load(now).slots()).isZero();
    assertThat(pool.load(now).wantedSlots()).isEqualTo(10);
    assertThat(pool.load(now).wantedWorkers()).isEqualTo(3);
  }

  @Test
  void droppedWorkIsNoBacklog() throws Exception {
    learn(requested(costing("w", 3000, WorkClass.WORK_CLASS_INTERACTIVE)));
    learn(dropped("r"));

    assertThat(pool.load(now).queuedSeconds()).isZero();
    assertThat(pool.load(now).wantedSlots()).isZero();
  }

  private static WorkItem costing(String work, double seconds, WorkClass workClass) {
    return item("r", work).toBuilder().setCostSeconds(seconds).setWorkClass(workClass).build();
  }

  private void learn(PoolNews news) throws Exception {
    pool.learn(news, now, out);
  }
}
