package io.stillwake.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.stillwake.inference.Cancellation;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.InferenceFailure.Kind;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.ModelServer;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.TensorType;
import io.stillwake.inference.triton.TritonModelServer;
import io.stillwake.local.triton.ContractModels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker learns of a real Triton that ends, as a whole or in part, in a call. */
class TritonEndsIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration A_MOMENT = Duration.ofSeconds(5);
  private static final long FOR_EVER = Long.MAX_VALUE;

  private final ExecutorService background = Executors.newCachedThreadPool();
  private OneServer triton;
  private ModelServer client;

  @BeforeEach
  void start() throws Exception {
    Path folder = RunningStack.freshFolder("triton-ends");
    ContractModels.writeImpatient(folder.resolve("models"));
    StackPorts ports = StackPorts.of(folder, List.of("grpc", "http", "metrics"));
    triton = OneServer.startTriton(folder, ports);
    client = TritonModelServer.connect(ports.address("grpc"));
  }

  @AfterEach
  void stop() throws Exception {
    background.shutdownNow();
    client.close();
    triton.close();
  }

  @Test
  void aCallMayHaveRunWhereTheServerWasKilled() throws Exception {
    Future<InferenceFailure> endless = occupy();

    triton.process().kill();

    assertThat(endless.get().kind()).isEqualTo(Kind.MAYBE_EXECUTED);
    assertThat(endless.get().code()).isEqualTo("UNAVAILABLE");
  }

  @Test
  void aServerWhosePythonStubDiedIsSickAndStillCallsItselfReady() throws Exception {
    Future<InferenceFailure> endless = occupy();

    stub().destroyForcibly();

    assertThat(endless.get().kind()).as(endless.get().getMessage()).isEqualTo(Kind.SERVER_SICK);
    assertThat(failure(1, PATIENCE).kind()).isEqualTo(Kind.SERVER_SICK);
    assertThat(client.ready("impatient")).isTrue();
  }

  @Test
  void aServerThatIsStoppingTurnsCallsAwayAndEndsWhatItRuns() throws Exception {
    Future<InferenceFailure> endless = occupy();

    ProcessHandle server = triton.process().process().orElseThrow();
    server.destroy();
    // A call that waits when the stop begins waits on: only a later one is turned away.
    await().atMost(PATIENCE).until(() -> turnedAwayBecause("no available versions"));

    assertThat(endless).isNotDone();
    background.shutdownNow();
    assertThat(server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(server);
  }

  /** The process that runs the only instance of the only model. */
  private ProcessHandle stub() {
    return triton.process().process().orElseThrow().children().findFirst().orElseThrow();
  }

  /** A call that runs, and ends only by force. */
  private Future<InferenceFailure> occupy() {
    Future<InferenceFailure> endless = background.submit(() -> failure(FOR_EVER, PATIENCE));
    await().atMost(PATIENCE).until(() -> turnedAwayBecause("timeout expired"));
    return endless;
  }

  private boolean turnedAwayBecause(String words) {
    InferenceFailure refused = failure(1, A_MOMENT);
    return refused != null
        && refused.kind() == Kind.REJECTED
        && refused.getMessage().contains(words);
  }

  /** Why a call of so many turns brought nothing; null where it did. */
  private InferenceFailure failure(long turns, Duration patience) {
    ByteBuffer data = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    Tensor input =
        new Tensor("turns", TensorType.INT64, new long[] {1}, data.putLong(turns).flip());
    ModelRequest request =
        new ModelRequest("impatient", "", List.of(input), patience, "", "", Map.of());
    return catchThrowableOfType(
        InferenceFailure.class, () -> client.infer(request, new Cancellation()));
  }
}
