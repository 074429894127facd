package io.stillwake.inference.triton;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.stillwake.inference.Cancellation;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.InferenceFailure.Kind;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorSpec;
import io.stillwake.inference.TensorType;
import io.stillwake.proto.triton.InferParameter;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TritonModelServerTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final ScriptedTriton triton = new ScriptedTriton(Path.of("/nowhere"));
  private Server server;
  private TritonModelServer models;

  @BeforeEach
  void start() throws Exception {
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
            .addService(triton)
            .intercept(triton)
            .maxInboundMessageSize(Integer.MAX_VALUE)
            .build()
            .start();
    models = TritonModelServer.connect("127.0.0.1:" + server.getPort());
  }

  @AfterEach
  void stop() throws Exception {
    models.close();
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);
  }

  @Test
  void sendsTensorsRawAndReturnsWhatTheModelAnswers() throws Exception {
    List<Tensor> outputs = models.infer(request(rows(5)), new Cancellation());

    assertThat(outputs).containsExactly(rows(5));
    assertThat(triton.lastRequest.getModelVersion()).isEqualTo("1");
    assertThat(triton.lastRequest.getInputs(0).getDatatype()).isEqualTo("UINT8");
    assertThat(triton.lastRequest.getInputs(0).getShapeList()).containsExactly(5L, 3L);
    assertThat(triton.lastRequest.getRawInputContents(0).size()).isEqualTo(15);
  }

  @Test
  void takesAnswersFarLargerThanGrpcsDefault() throws Exception {
    List<Tensor> outputs = models.infer(request(rows(4 << 20)), new Cancellation());

    assertThat(outputs.get(0).data().remaining()).isEqualTo(12 << 20);
  }

  @Test
  void labelsTheCall() throws Exception {
    Map<String, String> labels = Map.of("tenant", "acme", "render", "01jd");

    models.infer(
        new ModelRequest("echo", "", List.of(rows(1)), LONG, "r1", "", labels), new Cancellation());

    assertThat(triton.lastRequest.getParametersMap())
        .containsOnly(
            Map.entry("tenant", InferParameter.newBuilder().setStringParam("acme").build()),
            Map.entry("render", InferParameter.newBuilder().setStringParam("01jd").build()));
  }

  @Test
  void continuesTheTrace() throws Exception {
    String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    models.infer(
        new ModelRequest("echo", "", List.of(rows(1)), LONG, "r1", traceparent, Map.of()),
        new Cancellation());

    assertThat(triton.lastTraceparent).isEqualTo(traceparent);
  }

  @Test
  void sortsTheServersErrorAndDoesNotRetryByItself() {
    triton.failure = Status.UNAVAILABLE.withDescription("Socket closed");

    assertThatThrownBy(() -> models.infer(request(rows(1)), new Cancellation()))
        .asInstanceOf(type(InferenceFailure.class))
        .returns(Kind.MAYBE_EXECUTED, InferenceFailure::kind);
    assertThat(triton.calls).hasValue(1);
  }

  @Test
  void refusesTheAnswerToAnotherRequest() {
    triton.answeredId = "another";

    assertThatThrownBy(() -> models.infer(request(rows(1)), new Cancellation()))
        .isInstanceOf(InferenceFailure.class)
        .hasMessageContaining("'another'");
  }

  @Test
  void givesUpAtTheDeadline() {
    triton.silent = true;
    ModelRequest hurried =
        new ModelRequest("echo", "", List.of(rows(1)), Duration.ofMillis(50), "r1", "", Map.of());

    assertThatThrownBy(() -> models.infer(hurried, new Cancellation()))
        .asInstanceOf(type(InferenceFailure.class))
        .returns(Kind.DEADLINE, InferenceFailure::kind);
  }

  @Test
  void cancellingStopsTheCallOnTheServer() {
    triton.silent = true;
    Cancellation cancellation = new Cancellation();
    CompletableFuture<Kind> ended = CompletableFuture.supplyAsync(() -> endOf(cancellation));
    await().until(() -> triton.calls.get() == 1);

    cancellation.cancel();

    await().until(() -> triton.canceled);
    assertThat(ended).succeedsWithin(LONG).isEqualTo(Kind.CANCELED);
  }

  @Test
  void aServerThatIsAwayIsRetryable() throws Exception {
    server.shutdownNow().awaitTermination(10, TimeUnit.SECONDS);

    assertThatThrownBy(() -> models.infer(request(rows(1)), new Cancellation()))
        .asInstanceOf(type(InferenceFailure.class))
        .returns(true, InferenceFailure::retryable);
  }

  @Test
  void readsTheModelsConfiguration() throws Exception {
    ModelDescription description = models.describe("echo");

    assertThat(description.inputs())
        .containsExactly(
            new TensorSpec("picture", TensorType.UINT8, List.of(-1L, 3L), false),
            new TensorSpec("words", TensorType.BYTES, List.of(1L), true));
    assertThat(description.instances()).isEqualTo(3);
    assertThat(models.ready("echo")).isTrue();
  }

  private Kind endOf(Cancellation cancellation) {
    try {
      models.infer(request(rows(1)), cancellation);
      return null;
    } catch (InferenceFailure e) {
      return e.kind();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static ModelRequest request(Tensor input) {
    return new ModelRequest("echo", "1", List.of(input), LONG, "r1", "", Map.of());
  }

  private static Tensor rows(int rows) {
    return new Tensor(
        "picture", TensorType.UINT8, new long[] {rows, 3}, ByteBuffer.wrap(new byte[rows * 3]));
  }
}
