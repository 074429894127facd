package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stillwake.proto.ModelCall;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.StylizeTask;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One slot, a store that hangs when it is told to, and more items than the worker may hold. */
class OverlapTest {

  private static final int ITEMS = 12;
  private static final int MOST = 4;
  private static final Intake.Question QUESTION = new Intake.Question("work.toys.batch", 1);

  private final ExecutorService works = Executors.newCachedThreadPool();
  private final List<Thread> threads = new ArrayList<>();
  private Bench bench;
  private Intake intake;

  @BeforeEach
  void start() throws Exception {
    bench = new Bench();
    intake =
        new Intake(
            bench.slots, List.of(QUESTION.topic()), MOST, Duration.ofMillis(1), System::nanoTime);
    FakeShareConsumer group = new FakeShareConsumer(1);
    for (int i = 0; i < ITEMS; i++) {
      group.offer(stylize(i));
    }
    for (int i = 0; i < 2 * MOST; i++) {
      FakeShareConsumer consumer = new FakeShareConsumer(group);
      threads.add(
          new Thread(
              new Lane(
                  QUESTION,
                  i,
                  () -> consumer,
                  intake,
                  bench.execution,
                  works,
                  (record, why) -> {})));
    }
  }

  @AfterEach
  void stop() throws Exception {
    bench.server.release();
    bench.mendStore();
    intake.close();
    for (Thread thread : threads) {
      thread.join(10_000);
    }
    works.shutdownNow();
  }

  @Test
  void inputsAreFetchedWhileTheSlotIsTaken() {
    bench.server.hold();
    threads.forEach(Thread::start);
    await().until(() -> bench.slots.waiting() > 0);
    // Who waits for the slot has all it needs.
    bench.hangStore("get");

    bench.server.release();

    await().until(() -> bench.server.requests().size() > 1);
  }

  @Test
  void theSlotIsFreeWhileAResultIsStored() {
    bench.hangStore("create");

    threads.forEach(Thread::start);

    await().until(() -> bench.server.requests().size() > 1);
    assertThat(bench.announced).isEmpty();
  }

  @Test
  void aStoreThatHangsEndsTheTaking() {
    bench.hangStore("create");
    threads.forEach(Thread::start);
    await().until(() -> bench.server.requests().size() == MOST);

    assertThat(intake.mayAsk(QUESTION)).isFalse();
    bench.mendStore();

    await().until(() -> bench.announced.size() == ITEMS);
  }

  @Test
  void noMoreCallsRunAtOnceThanThereAreSlots() {
    threads.forEach(Thread::start);

    await().until(() -> bench.announced.size() == ITEMS);

    assertThat(bench.server.mostRunning()).isEqualTo(1);
  }

  private byte[] stylize(int number) {
    WorkItem item =
        Bench.item(WorkKind.WORK_KIND_STYLIZE)
            .setWorkId(Bench.workId("item " + number).value())
            .setStylize(
                StylizeTask.newBuilder()
                    .setPicture(bench.picture(number))
                    .setCall(
                        ModelCall.newBuilder()
                            .setModel("toy-stylize")
                            .addParameters(
                                Parameter.newBuilder().setName("strength").addFloats(1))))
            .build();
    return item.toByteArray();
  }
}
