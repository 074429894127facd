package io.stillwake.local.triton;

import static io.stillwake.local.triton.TestClient.count;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.stillwake.proto.triton.InferParameter;
import io.stillwake.proto.triton.ModelInferRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueueAndCancelTest {

  private static final long FOR_EVER = Long.MAX_VALUE;

  @TempDir Path root;
  private EmbeddedTriton triton;
  private TestClient client;
  private final List<PendingCall> calls = new ArrayList<>();

  private void start(String config) {
    triton = new ModelFixture(root).with("count", "count", ModelFixture.COUNT + config).start();
    client = new TestClient(triton);
  }

  @AfterEach
  void stop() {
    calls.forEach(call -> call.cancel());
    client.close();
    triton.close();
  }

  private PendingCall call(ModelInferRequest request) {
    PendingCall call = client.inferLater(request);
    calls.add(call);
    return call;
  }

  /** A call whose end is of no interest. */
  private void occupy(long turns) {
    calls.add(client.inferLater(count("count", turns)));
  }

  private LoadedModel model() {
    return triton.models().get(0);
  }

  private void awaitRunningAndPending(int running, int pending) {
    await().until(() -> model().running() == running && model().pending() == pending);
  }

  @Test
  void asManyCallsRunAtOnceAsThereAreInstances() {
    start("instance_group { count: 1 kind: KIND_CPU } # one more");

    for (int i = 0; i < 3; i++) {
      occupy(FOR_EVER);
    }

    awaitRunningAndPending(2, 1);
  }

  @Test
  void aCallBeyondTheQueueIsRefusedAndCountedAsRejected() {
    start("dynamic_batching { default_queue_policy { max_queue_size: 1 } }");
    occupy(FOR_EVER);
    awaitRunningAndPending(1, 0);
    occupy(FOR_EVER);
    awaitRunningAndPending(1, 1);

    Status refused = call(count("count", 1)).status();

    assertThat(refused.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refused.getDescription())
        .isEqualTo("[request id: <id_unknown>] Exceeds maximum queue size");
    assertThat(model().counters().failures().get(ModelCounters.FailureReason.REJECTED).count())
        .isEqualTo(1);
  }

  @Test
  void aCancelledCallFreesItsInstanceAndIsCountedAsCancelled() {
    start("");
    PendingCall endless = call(count("count", FOR_EVER));
    awaitRunningAndPending(1, 0);

    endless.cancel();

    assertThat(client.infer(count("count", 3)).getRawOutputContents(0))
        .isEqualTo(TestClient.int64s(3));
    assertThat(client.statistics("count").getResponseStatsOrThrow("0").getCancel().getCount())
        .isEqualTo(1);
    assertThat(client.statistics("count").getInferenceStats().getFail().getCount()).isEqualTo(1);
    assertThat(client.statistics("count").getInferenceStats().getSuccess().getCount()).isEqualTo(1);
  }

  @Test
  void aDeadlineFreesTheInstanceToo() {
    start("");
    PendingCall endless = client.inferWithin(300, count("count", FOR_EVER));

    assertThat(endless.status().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
    assertThat(client.infer(count("count", 3)).getRawOutputContents(0))
        .isEqualTo(TestClient.int64s(3));
  }

  @Test
  void aCancelledCallThatWaitsLeavesTheQueue() {
    start("");
    occupy(FOR_EVER);
    awaitRunningAndPending(1, 0);
    PendingCall waiting = call(count("count", 1));
    awaitRunningAndPending(1, 1);

    waiting.cancel();

    awaitRunningAndPending(1, 0);
    assertThat(client.statistics("count").getResponseStatsOrThrow("0").getCancel().getCount())
        .isEqualTo(1);
  }

  @Test
  void aCallThatWaitsTooLongIsRefused() {
    start("dynamic_batching { default_queue_policy { default_timeout_microseconds: 100000 } }");
    occupy(FOR_EVER);
    awaitRunningAndPending(1, 0);

    Status refused = call(count("count", 1)).status();

    assertThat(refused.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refused.getDescription()).isEqualTo("Request timeout expired");
  }

  @Test
  void aCallMayAskForAShorterWait() {
    start("dynamic_batching { default_queue_policy { allow_timeout_override: true } }");
    occupy(FOR_EVER);
    awaitRunningAndPending(1, 0);
    ModelInferRequest impatient =
        count("count", 1).toBuilder().putParameters("timeout", int64(50_000)).build();

    assertThat(call(impatient).status().getDescription()).isEqualTo("Request timeout expired");
  }

  @Test
  void theLowestPriorityNumberIsServedFirst() throws Exception {
    start("dynamic_batching { priority_levels: 3 default_priority_level: 2 }");
    PendingCall running = call(count("count", FOR_EVER));
    awaitRunningAndPending(1, 0);
    PendingCall late =
        call(count("count", FOR_EVER).toBuilder().putParameters("priority", int64(3)).build());
    awaitRunningAndPending(1, 1);
    PendingCall urgent =
        call(count("count", 5).toBuilder().putParameters("priority", int64(1)).build());
    awaitRunningAndPending(1, 2);

    running.cancel();

    assertThat(urgent.await().getRawOutputContents(0)).isEqualTo(TestClient.int64s(5));
    assertThat(late.isDone()).isFalse();
  }

  private static InferParameter int64(long value) {
    return InferParameter.newBuilder().setInt64Param(value).build();
  }

  @Test
  void closingLetsCallsEndAndRefusesNewOnes() throws Exception {
    start("");
    PendingCall running = call(count("count", FOR_EVER));
    awaitRunningAndPending(1, 0);
    PendingCall waiting = call(count("count", 5));
    awaitRunningAndPending(1, 1);
    Thread closing = new Thread(triton::close);
    closing.start();
    await().until(() -> !client.ready());

    Status refused = call(count("count", 1)).status();
    running.cancel();
    closing.join();

    assertThat(refused.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(refused.getDescription())
        .isEqualTo(
            "[request id: <id_unknown>] Server is stopping, scheduler for model has stopped"
                + " accepting new inference requests");
    assertThat(waiting.await().getRawOutputContents(0)).isEqualTo(TestClient.int64s(5));
  }

  @Test
  void closingCancelsWhatOutlivesTheExitTimeout() {
    ModelFixture models = new ModelFixture(root).with("count", "count", ModelFixture.COUNT);
    triton = EmbeddedTriton.start(new TritonConfig(models.root(), 0, 0, Duration.ofMillis(100)));
    client = new TestClient(triton);
    PendingCall running = call(count("count", FOR_EVER));
    awaitRunningAndPending(1, 0);

    triton.close();

    assertThat(running.status().getCode()).isEqualTo(Status.Code.CANCELLED);
  }
}
