package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.inference.Cancellation;
import io.stillwake.inference.FakeModelServer;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.InferenceFailure.Kind;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.worker.ServerHealth.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ServerHealthTest {

  private final List<String> reasons = new ArrayList<>();
  private final ServerHealth health = new ServerHealth(3, reasons::add);
  private final FakeModelServer server = new FakeModelServer();

  ServerHealthTest() {
    for (String model : List.of("frames", "decode")) {
      server.serve(new ModelDescription(model, List.of(), List.of(), 1, 0), request -> List.of());
    }
  }

  @Test
  void turnsSickOnceAtTheLimitAndSaysWhy() {
    fail("frames", Kind.SERVER_SICK, 2);
    assertThat(health.isSick()).isFalse();

    fail("frames", Kind.SERVER_SICK, 2);

    assertThat(health.isSick()).isTrue();
    assertThat(reasons).hasSize(1);
    assertThat(reasons.get(0)).contains("3 calls", "stub is not healthy");
  }

  @Test
  void countsAServerThatIsGone() {
    fail("frames", Kind.MAYBE_EXECUTED, 3);

    assertThat(health.isSick()).isTrue();
  }

  @Test
  void anAnswerOfTheSameModelStartsTheCountAnew() {
    fail("frames", Kind.SERVER_SICK, 2);
    health.answered("frames");
    fail("frames", Kind.SERVER_SICK, 2);

    assertThat(health.isSick()).isFalse();
  }

  @Test
  void anAnswerOfAnotherModelSaysNothingOfIt() {
    fail("frames", Kind.SERVER_SICK, 2);
    health.answered("decode");
    fail("frames", Kind.SERVER_SICK, 1);

    assertThat(health.isSick()).isTrue();
  }

  @Test
  void theItemsOwnFailuresAreNotTheServers() {
    for (Kind kind : List.of(Kind.FAILED, Kind.PERMANENT, Kind.DEADLINE, Kind.REJECTED)) {
      fail("frames", kind, 10);
    }

    assertThat(health.isSick()).isFalse();
  }

  @Test
  void believesOnlyTheCallThatFailed() throws Exception {
    fail("frames", Kind.SERVER_SICK, 3);
    server.failNext(1, Kind.SERVER_SICK);
    assertThat(recheck()).isEqualTo(Finding.SICK);
    assertThat(health.isSick()).isTrue();
    server.failNext(1, Kind.MAYBE_EXECUTED);
    assertThat(recheck()).isEqualTo(Finding.AWAY);

    assertThat(recheck()).isEqualTo(Finding.WELL);

    assertThat(health.isSick()).isFalse();
    assertThat(server.calls("frames")).isEqualTo(3);
    assertThat(server.calls("decode")).isZero();
  }

  @Test
  void aModelThatRaisesAnErrorOfItsOwnRuns() throws Exception {
    fail("frames", Kind.SERVER_SICK, 3);
    server.failNext(1, Kind.FAILED);

    assertThat(recheck()).isEqualTo(Finding.WELL);
  }

  private Finding recheck() throws InterruptedException {
    return health.recheck(server, new Cancellation());
  }

  private void fail(String model, Kind kind, int times) {
    for (int i = 0; i < times; i++) {
      health.failed(
          new ModelRequest(model, "", List.of(), Duration.ofSeconds(1), "", "", Map.of()),
          new InferenceFailure(kind, "INTERNAL", "stub is not healthy", null));
    }
  }
}
