package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stillwake.inference.InferenceFailure.Kind;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.StylizeTask;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneTest {

  private final FakeShareConsumer consumer = new FakeShareConsumer();
  private final FakeShareConsumer successor = new FakeShareConsumer();
  private final Iterator<FakeShareConsumer> consumers = List.of(consumer, successor).iterator();
  private final ExecutorService works = Executors.newCachedThreadPool();
  private final List<String> buried = new CopyOnWriteArrayList<>();
  private Bench bench;
  private Intake intake;
  private Lane lane;
  private Thread thread;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench();
    intake = new Intake(1, 2, Duration.ofMillis(1), System::nanoTime);
    lane =
        new Lane(
            "work.toys.batch",
            consumers::next,
            intake,
            bench.execution,
            works,
            (record, why) -> buried.add(why));
    thread = new Thread(lane);
    thread.start();
  }

  @AfterEach
  void stop() throws Exception {
    bench.server.release();
    intake.close();
    thread.join(10_000);
    works.shutdownNow();
    assertThat(consumer.isClosed()).isTrue();
  }

  @Test
  void acceptsTheItemAfterItsResultWasAnnounced() {
    consumer.offer(stylize());

    await().until(() -> consumer.acknowledged().contains(AcknowledgeType.ACCEPT));

    assertThat(bench.announced).hasSize(1);
  }

  @Test
  void renewsTheLockWhileTheWorkRuns() {
    bench.server.hold();
    consumer.offer(stylize());
    await().until(() -> consumer.acknowledged().size() >= 3);
    assertThat(consumer.acknowledged()).containsOnly(AcknowledgeType.RENEW);

    bench.server.release();

    await().until(() -> consumer.acknowledged().contains(AcknowledgeType.ACCEPT));
  }

  @Test
  void goesOnWithAnotherConsumerAfterOneLostTheLock() {
    bench.server.hold();
    consumer.offer(stylize());
    await().until(() -> consumer.acknowledged().size() >= 2);
    consumer.loseLock();
    await().until(consumer::wasToldOfTheLoss);

    bench.server.release();

    await().until(() -> bench.announced.size() == 1);
    await().until(consumer::isClosed);
    assertThat(consumer.acknowledged()).containsOnly(AcknowledgeType.RENEW);
    successor.offer(stylize());
    await().until(() -> successor.acknowledged().contains(AcknowledgeType.ACCEPT));
  }

  @Test
  void handsTheItemBackWhereItCannotBeAnnounced() {
    bench.failNextAnnouncement();

    consumer.offer(stylize());

    await().until(() -> consumer.acknowledged().contains(AcknowledgeType.RELEASE));
  }

  @Test
  void handsTheItemBackWhereTheServersBackendIsDead() {
    bench.server.failNext(100, Kind.SERVER_SICK);

    consumer.offer(stylize());

    await().until(() -> consumer.acknowledged().contains(AcknowledgeType.RELEASE));
    assertThat(bench.announced).isEmpty();
  }

  @Test
  void handsTheItemBackWhereItsWorkDies() {
    bench.dieAfterStoreCalls(0);

    consumer.offer(stylize());

    await().until(() -> consumer.acknowledged().contains(AcknowledgeType.RELEASE));
  }

  @Test
  void stoppingLetsTheRunningItemComeToItsEnd() {
    bench.server.hold();
    consumer.offer(stylize());
    await().until(() -> bench.server.running() == 1);
    intake.close();

    bench.server.release();

    await().until(consumer::isClosed);
    assertThat(bench.announced).hasSize(1);
    assertThat(consumer.acknowledged()).contains(AcknowledgeType.ACCEPT);
  }

  @Test
  void leavesTheQueueWhileTheIntakeIsPausedAndComesBack() {
    consumer.offer(stylize());
    await().until(() -> bench.announced.size() == 1);
    intake.pause();
    await().until(consumer::isClosed);
    successor.offer(stylize());

    intake.resume();

    await().until(() -> bench.announced.size() == 2);
  }

  @Test
  void buriesARecordThatIsNoItemAndGoesOn() {
    consumer.offer(new byte[] {1, 2, 3});
    consumer.offer(stylize());

    await().until(() -> bench.announced.size() == 1);

    assertThat(buried).hasSize(1);
  }

  private byte[] stylize() {
    WorkItem item =
        Bench.item(WorkKind.WORK_KIND_STYLIZE)
            .setStylize(
                StylizeTask.newBuilder()
                    .setPicture(bench.picture(40))
                    .setCall(
                        ModelCall.newBuilder()
                            .setModel("toy-stylize")
                            .addParameters(
                                Parameter.newBuilder().setName("strength").addFloats(1))))
            .build();
    return item.toByteArray();
  }
}
