package io.stillwake.inference.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stillwake.inference.Cancellation;
import io.stillwake.inference.FakeModelServer;
import io.stillwake.inference.InferenceFailure.Kind;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorSpec;
import io.stillwake.inference.TensorType;
import io.stillwake.inference.ToyFamily;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.RunningCall;
import io.stillwake.proto.StylizeTask;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A model that works until it is told to end, beside one that tells how far it is. */
class RunningCallsTest {

  private static final FamilyDescriptor FAMILY = ToyFamily.descriptor().setProgresses(true).build();

  private final CountDownLatch end = new CountDownLatch(1);
  private final FakeModelServer server = ToyFamily.server();
  private Bench bench;
  private WorkItem stylize;
  private CompletableFuture<?> work;
  private volatile Function<ModelRequest, List<Tensor>> progress =
      request -> List.of(number("done", 3), number("total", 30));

  @BeforeEach
  void start() throws Exception {
    server
        .serve(
            server.describe("toy-stylize"),
            request -> {
              awaitEnd();
              Tensor picture = request.inputs().get(0);
              return List.of(
                  new Tensor("stylized", TensorType.UINT8, picture.shape(), picture.data()));
            })
        .serve(
            new ModelDescription(
                "toy-progress",
                List.of(new TensorSpec("request", TensorType.BYTES, List.of(1L), false)),
                List.of(
                    new TensorSpec("done", TensorType.INT64, List.of(1L), false),
                    new TensorSpec("total", TensorType.INT64, List.of(1L), false)),
                4,
                0),
            request -> progress.apply(request));
    bench = new Bench(FAMILY, server);
    stylize =
        Bench.item(WorkKind.WORK_KIND_STYLIZE)
            .setAttempt(2)
            .setStylize(
                StylizeTask.newBuilder()
                    .setPicture(bench.picture(40))
                    .setCall(
                        ModelCall.newBuilder()
                            .setModel("toy-stylize")
                            .setVersion("1")
                            .addParameters(
                                io.stillwake.proto.Parameter.newBuilder()
                                    .setName("strength")
                                    .addFloats(1))))
            .build();
    work =
        CompletableFuture.runAsync(
            () -> {
              try {
                bench.execute(stylize);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    await().until(() -> server.running() == 1);
  }

  @AfterEach
  void finish() {
    end.countDown();
    work.join();
  }

  @Test
  void tellsHowFarACallIsThatRunsForAWhile() throws Exception {
    look();
    assertThat(bench.running.told()).as("a call that has just begun").isEmpty();
    assertThat(server.calls("toy-progress")).isZero();

    bench.nanoTime = Duration.ofSeconds(1).toNanos();
    look();

    assertThat(bench.running.told())
        .containsExactly(
            RunningCall.newBuilder()
                .setWorkId(stylize.getWorkId())
                .setRenderId(Bench.RENDER)
                .setModel("toy-stylize")
                .setDone(3)
                .setTotal(30)
                .build());
  }

  @Test
  void asksByTheRunningCallsOwnRequestId() throws Exception {
    bench.nanoTime = Duration.ofSeconds(1).toNanos();
    look();

    ModelRequest question =
        server.requests().stream()
            .filter(request -> request.model().equals("toy-progress"))
            .findFirst()
            .orElseThrow();
    ByteBuffer text = question.inputs().get(0).data();
    byte[] bytes = new byte[text.getInt()];
    text.get(bytes);
    assertThat(new String(bytes, UTF_8)).isEqualTo(stylize.getWorkId() + "/2");
    assertThat(question.timeout()).isLessThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aQuestionThatFailsDisturbsNothing() throws Exception {
    bench.nanoTime = Duration.ofSeconds(1).toNanos();
    look();
    for (int i = 0; i < 5; i++) {
      server.failNext(1, Kind.SERVER_SICK);
      look();
    }

    assertThat(bench.health.isSick()).isFalse();
    assertThat(bench.running.told()).extracting(RunningCall::getDone).containsExactly(3L);
    end.countDown();
    work.join();
    assertThat(bench.onlyAnnounced().hasOutput()).isTrue();
  }

  @Test
  void whatIsNotKnownOrNotUnderstoodIsNotTold() throws Exception {
    bench.nanoTime = Duration.ofSeconds(1).toNanos();
    progress = request -> List.of(number("done", -1), number("total", -1));
    look();
    assertThat(bench.running.told()).isEmpty();
    progress = request -> List.of(number("done", 3));
    look();

    assertThat(bench.running.told()).isEmpty();
  }

  @Test
  void aCallThatHasEndedIsToldNoMore() throws Exception {
    bench.nanoTime = Duration.ofSeconds(1).toNanos();
    look();
    end.countDown();
    work.join();

    assertThat(bench.running.told()).isEmpty();
  }

  @Test
  void theModelThatTellsTakesNoSlotAndGivesNone() throws Exception {
    assertThat(ServedModels.check(List.of(FAMILY), server).names()).contains("toy-progress");
    assertThat(ServedModels.check(List.of(FAMILY), server).instances()).isEqualTo(1);
  }

  private void look() throws InterruptedException {
    bench.running.look(new Cancellation());
  }

  private void awaitEnd() {
    try {
      if (!end.await(1, TimeUnit.MINUTES)) {
        throw new AssertionError("nobody ended the call");
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Tensor number(String name, long value) {
    ByteBuffer data = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.putLong(value);
    return new Tensor(name, TensorType.INT64, new long[] {1}, data.flip());
  }
}
