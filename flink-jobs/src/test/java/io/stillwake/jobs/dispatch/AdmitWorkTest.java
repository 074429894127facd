package io.stillwake.jobs.dispatch;

import static io.stillwake.jobs.dispatch.SomeWork.done;
import static io.stillwake.jobs.dispatch.SomeWork.dropped;
import static io.stillwake.jobs.dispatch.SomeWork.failed;
import static io.stillwake.jobs.dispatch.SomeWork.frames;
import static io.stillwake.jobs.dispatch.SomeWork.heard;
import static io.stillwake.jobs.dispatch.SomeWork.item;
import static io.stillwake.jobs.dispatch.SomeWork.requested;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.PoolNews;
import io.stillwake.proto.WorkItem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.storage.JobManagerCheckpointStorage;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdmitWorkTest {

  private static final int MAX_PARALLELISM = 720;
  private static final long MINUTE = 60_000;

  /** What the pool's topics hold from the checkpoint on. */
  private static final List<WorkItem> issuedSince = new CopyOnWriteArrayList<>();

  private boolean rocks;
  private final List<KeyedOneInputStreamOperatorTestHarness<String, PoolNews, WorkItem>> open =
      new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    issuedSince.clear();
    for (var harness : open) {
      harness.close();
    }
  }

  @Test
  void admitsNoMoreThanTheLiveSlotsHaveRoomFor() throws Exception {
    var admit = start(1, 0, null);
    admit.processElement(heard("worker", 2, 0), 0);
    for (int i = 0; i < 10; i++) {
      admit.processElement(requested(item("r", "w" + i)), 0);
    }

    assertThat(admit.extractOutputValues()).hasSize(3);
  }

  @Test
  void poolsDoNotShareCredits() throws Exception {
    var admit = start(1, 0, null);
    admit.processElement(heard("worker", 2, 0), 0);
    admit.processElement(requested(item("r", "w").toBuilder().setPool("gpu").build()), 0);

    assertThat(admit.extractOutputValues()).isEmpty();
  }

  @Test
  void timerIssuesWhatNobodyAnsweredAgain() throws Exception {
    var admit = start(1, 0, null);
    admit.processElement(heard("worker", 2, 0), 0);
    admit.processElement(requested(item("r", "w")), 0);
    passWithWorkerAlive(admit, MINUTE);

    assertThat(admit.extractOutputValues()).extracting(WorkItem::getAttempt).containsExactly(1, 2);
  }

  @Test
  void timerSendsASecondCopyOfWhatRunsFarTooLong() throws Exception {
    var admit = start(1, 0, null);
    admit.processElement(heard("worker", 2, 0), 0);
    for (int i = 0; i < 3; i++) {
      admit.processElement(requested(frames("r", "measured" + i)), 0);
      admit.processElement(
          done(frames("r", "measured" + i).toBuilder().setAttempt(1).build(), 1), 0);
    }
    admit.processElement(requested(frames("r", "w")), 0);
    admit.setProcessingTime(1_999);
    assertThat(admit.extractOutputValues()).hasSize(4);

    admit.setProcessingTime(2_000);

    assertThat(admit.extractOutputValues()).extracting(WorkItem::getCopy).endsWith(0, 1);
  }

  @Test
  void timerIssuesWhatFailedAfterItsRest() throws Exception {
    var admit = start(1, 0, null);
    admit.processElement(heard("worker", 2, 0), 0);
    admit.processElement(requested(item("r", "w")), 0);
    admit.processElement(failed(admit.extractOutputValues().get(0), "model_failed"), 0);
    admit.setProcessingTime(Attempts.restAfter(1) - 1);
    assertThat(admit.extractOutputValues()).hasSize(1);

    admit.setProcessingTime(Attempts.restAfter(1));

    assertThat(admit.extractOutputValues()).extracting(WorkItem::getAttempt).containsExactly(1, 2);
  }

  @Test
  void dropAndGivingUpGoAside() throws Exception {
    var admit = start(1, 0, null);
    admit.processElement(heard("worker", 2, 0), 0);
    admit.processElement(requested(item("dropped", "w")), 0);
    admit.processElement(dropped("dropped"), 0);
    admit.processElement(requested(item("expired", "w")), 0);
    passWithWorkerAlive(admit, 5 * MINUTE);

    assertThat(List.copyOf(admit.getSideOutput(AdmitWork.CANCELLATIONS)))
        .extracting(record -> record.getValue().getRenderId())
        .containsExactly("dropped");
    assertThat(List.copyOf(admit.getSideOutput(AdmitWork.GIVEN_UP)))
        .extracting(record -> record.getValue().getRenderId())
        .containsExactly("expired");
    assertThat(List.copyOf(admit.getSideOutput(AdmitWork.DEAD_LETTERS)))
        .extracting(record -> record.getValue().getError().getCode())
        .containsExactly("work_expired");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void restoreToAnotherParallelismKeepsEverything(boolean inRocks) throws Exception {
    rocks = inRocks;
    List<String> pools = IntStream.range(0, 20).mapToObj(i -> "pool-" + i).toList();
    var before = start(1, 0, null);
    for (String pool : pools) {
      before.processElement(in(pool, heard("worker", 2, 0)), 0);
      for (int i = 0; i < 5; i++) {
        WorkItem item = item("r", "w" + i).toBuilder().setPool(pool).build();
        before.processElement(requested(item), 0);
      }
      // Of five, three are out; the first rests, so the fourth goes out in its place.
      WorkItem first = item("r", "w0").toBuilder().setPool(pool).setAttempt(1).build();
      before.processElement(failed(first, "model_failed"), 0);
      before.processElement(in(pool, dropped("erased")), 0);
    }
    assertThat(before.extractOutputValues()).hasSize(20 * 4);
    OperatorSubtaskState state =
        AbstractStreamOperatorTestHarness.repackageState(before.snapshot(1, 0));

    List<WorkItem> issued = new ArrayList<>();
    for (int subtask = 0; subtask < 3; subtask++) {
      var after = start(3, subtask, state);
      after.setProcessingTime(5_000);
      for (String pool : pools) {
        if (belongsTo(pool, subtask)) {
          after.processElement(in(pool, heard("worker", 2, 5_000)), 0);
          after.processElement(requested(item("erased", "w").toBuilder().setPool(pool).build()), 0);
          after.processElement(done(item("r", "w1").toBuilder().setPool(pool).build()), 0);
          after.processElement(done(item("r", "w2").toBuilder().setPool(pool).build()), 0);
        }
      }
      issued.addAll(after.extractOutputValues());
    }

    // w0 has rested, w4 was queued; w3 is out still and the erased render's item is not taken.
    for (String pool : pools) {
      assertThat(issued.stream().filter(item -> item.getPool().equals(pool)))
          .extracting(item -> item.getWorkId() + " attempt " + item.getAttempt())
          .containsExactly("w0 attempt 2", "w4 attempt 1");
    }
  }

  @Test
  void whatWasIssuedAfterTheCheckpointIsNotIssuedAgain() throws Exception {
    var before = start(1, 0, null);
    before.processElement(requested(item("r", "queued")), 0);
    before.processElement(requested(item("r", "issued")), 0);
    OperatorSubtaskState state = before.snapshot(1, 0);
    issuedSince.add(item("r", "issued").toBuilder().setAttempt(1).build());
    issuedSince.add(item("r", "requested later").toBuilder().setAttempt(1).build());
    issuedSince.add(item("r", "done").toBuilder().setAttempt(1).build());

    var after = start(1, 0, state);
    after.processElement(heard("worker", 8, 0), 0);
    after.processElement(requested(item("r", "requested later")), 0);
    after.processElement(done(item("r", "done")), 0);
    after.processElement(requested(item("r", "done")), 0);

    // The worker finds what the last one made; nobody would tell of it any more.
    assertThat(after.extractOutputValues())
        .extracting(WorkItem::getWorkId)
        .containsExactly("queued", "done");
  }

  @Test
  void whatWasIssuedBeforeTheRestartIsIssuedAgainWhenNobodyAnswers() throws Exception {
    var before = start(1, 0, null);
    before.processElement(requested(item("r", "w")), 0);
    OperatorSubtaskState state = before.snapshot(1, 0);
    issuedSince.add(item("r", "w").toBuilder().setAttempt(1).build());

    var after = start(1, 0, state);
    after.processElement(heard("worker", 2, 0), 0);
    passWithWorkerAlive(after, 2 * MINUTE);

    assertThat(after.extractOutputValues()).extracting(WorkItem::getAttempt).contains(2);
  }

  private KeyedOneInputStreamOperatorTestHarness<String, PoolNews, WorkItem> start(
      int parallelism, int subtask, OperatorSubtaskState state) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(
                new AdmitWork(TenantWeights.EQUAL, (pool, since) -> List.copyOf(issuedSince))),
            PoolNews::getPool,
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            subtask);
    open.add(harness);
    if (rocks) {
      harness.setStateBackend(new EmbeddedRocksDBStateBackend());
      harness.setCheckpointStorage(new JobManagerCheckpointStorage());
    }
    // What state is described with must not fall back to Kryo either.
    ((SerializerConfigImpl) harness.getExecutionConfig().getSerializerConfig())
        .setGenericTypes(false);
    harness.setup(
        ProtobufTypeInfo.of(WorkItem.getDefaultInstance())
            .createSerializer(new SerializerConfigImpl()));
    if (state != null) {
      harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              state, MAX_PARALLELISM, 1, parallelism, subtask));
    }
    harness.open();
    return harness;
  }

  private static PoolNews in(String pool, PoolNews news) {
    return news.toBuilder().setPool(pool).build();
  }

  private static boolean belongsTo(String pool, int subtask) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(pool, MAX_PARALLELISM, 3) == subtask;
  }

  private static void passWithWorkerAlive(
      KeyedOneInputStreamOperatorTestHarness<String, PoolNews, WorkItem> admit, long millis)
      throws Exception {
    long end = admit.getProcessingTime() + millis;
    for (long at = admit.getProcessingTime(); at < end; ) {
      at = Math.min(end, at + 5_000);
      admit.processElement(heard("worker", 2, at), 0);
      admit.setProcessingTime(at);
      admit.processElement(heard("worker", 2, at), 0);
    }
  }
}
