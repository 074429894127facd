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
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LaneTest {

  private static final Intake.Question QUESTION = new Intake.Question("work.toys.batch", 3);
  private static final Predicate<AcknowledgeType> ACCEPTED = AcknowledgeType.ACCEPT::equals;

  private final FakeShareConsumer consumer = new FakeShareConsumer(3);
  private final FakeShareConsumer successor = new FakeShareConsumer(3);
  private final Iterator<FakeShareConsumer> consumers = List.of(consumer, successor).iterator();
  private final ExecutorService works = Executors.newCachedThreadPool();
  private final List<String> buried = new CopyOnWriteArrayList<>();
  private Bench bench;
  private Intake intake;
  private Lane lane;
  private Thread thread;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench(3);
    intake = intake(bench.slots);
    lane = lane(consumers::next, intake, bench);
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
  void aLostConsumerOpensNoOtherLane() {
    consumer.breakDown();
    await().until(consumer::isClosed);
    successor.offer(stylize());
    await().until(() -> successor.acknowledged().contains(AcknowledgeType.ACCEPT));

    // One lane is in use, and two are kept open beside it.
    assertThat(intake.isNeeded(QUESTION, 3)).isFalse();
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
  void worksOnAllThatOnePollBroughtAtOnce() {
    bench.server.hold();
    offer(3);
    await().until(() -> bench.server.running() == 3);

    bench.server.release();

    await().until(() -> consumer.acknowledged().stream().filter(ACCEPTED).count() == 3);
    assertThat(bench.announced).hasSize(3);
  }

  @Test
  void renewsOnlyWhatHasNotEnded() {
    bench.server.hold();
    offer(2);
    await().until(() -> bench.server.running() == 2);

    bench.items.cancel(Bench.RENDER, Bench.workId("0").value());

    await().until(() -> consumer.acknowledged().stream().anyMatch(ACCEPTED));
    int before = consumer.acknowledged().size();
    await().until(() -> consumer.acknowledged().size() > before + 2);
    assertThat(consumer.acknowledged().subList(before, before + 2))
        .containsOnly(AcknowledgeType.RENEW);
  }

  @Test
  void theEndGivesBackWhatHasNotBegunWhileTheRestGoesOn() throws Exception {
    Bench narrow = new Bench();
    narrow.server.hold();
    FakeShareConsumer taken = new FakeShareConsumer(3);
    Intake open = intake(new Slots(3, System::nanoTime));
    Thread thread = new Thread(lane(() -> taken, open, narrow));
    narrow.picture(40);
    for (int i = 0; i < 3; i++) {
      taken.offer(stylize(Integer.toString(i)));
    }
    thread.start();
    await().until(() -> narrow.server.running() == 1 && narrow.slots.waiting() == 2);

    open.close();
    narrow.items.end();

    await().until(() -> taken.released().size() == 2);
    assertThat(taken.isClosed()).isFalse();
    narrow.server.release();
    thread.join(10_000);
    assertThat(taken.acknowledged()).contains(AcknowledgeType.ACCEPT);
    assertThat(narrow.announced).hasSize(1);
    assertThat(taken.isClosed()).isTrue();
  }

  @Test
  void leavesAtOnceWhileItWaitsForRecords() {
    await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

    intake.close();

    await().until(consumer::isClosed);
    assertThat(consumer.acknowledged()).isEmpty();
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

  private static Intake intake(Slots slots) {
    return new Intake(slots, List.of(QUESTION.topic()), 4, Duration.ofMillis(1), System::nanoTime);
  }

  private Lane lane(Supplier<FakeShareConsumer> consumers, Intake intake, Bench bench) {
    return new Lane(
        QUESTION, 0, consumers, intake, bench.execution, works, (record, why) -> buried.add(why));
  }

  private void offer(int items) {
    consumer.offer(
        IntStream.range(0, items)
            .mapToObj(Integer::toString)
            .map(this::stylize)
            .toArray(byte[][]::new));
  }

  private byte[] stylize() {
    return stylize("stylize");
  }

  private byte[] stylize(String name) {
    WorkItem item =
        Bench.item(WorkKind.WORK_KIND_STYLIZE)
            .setWorkId(Bench.workId(name).value())
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
