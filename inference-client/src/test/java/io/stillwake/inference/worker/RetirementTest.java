package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.inference.Cancellation;
import io.stillwake.inference.FakeModelServer;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.InferenceFailure.Kind;
import io.stillwake.inference.ModelDescription;
import io.stillwake.inference.ModelRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetirementTest {

  private static final Duration TICK = Duration.ofSeconds(10);
  private static final Duration LINGER = Duration.ofSeconds(30);

  private final FakeModelServer server =
      new FakeModelServer()
          .serve(new ModelDescription("frames", List.of(), List.of(), 1, 0), request -> List.of());
  private final ServerHealth health = new ServerHealth(1, reason -> {});
  private final Retirement retirement =
      new Retirement(health, server, Duration.ZERO, LINGER, this::nextTick);
  private long now;

  RetirementTest() {
    health.failed(
        new ModelRequest("frames", "", List.of(), Duration.ofSeconds(1), "", "", Map.of()),
        new InferenceFailure(Kind.SERVER_SICK, "INTERNAL", "stub is not healthy", null));
  }

  @Test
  void endsWhenTheServerDoesItsWorkAgain() throws Exception {
    server.failNext(2, Kind.SERVER_SICK);

    assertThat(retirement.outlast(new Cancellation())).isTrue();
    assertThat(health.isSick()).isFalse();
  }

  @Test
  void givesAServerUpThatAnswersForLongWithoutDoingItsWork() throws Exception {
    server.failNext(100, Kind.SERVER_SICK);

    assertThat(retirement.outlast(new Cancellation())).isFalse();
    assertThat(server.calls("frames")).isEqualTo(LINGER.dividedBy(TICK));
  }

  @Test
  void waitsForAServerThatIsStartedAnew() throws Exception {
    server.failNext(100, Kind.MAYBE_EXECUTED);

    assertThat(retirement.outlast(new Cancellation())).isTrue();
  }

  @Test
  void endsWithItsWorker() throws Exception {
    Cancellation ended = new Cancellation();
    ended.cancel();

    assertThat(retirement.outlast(ended)).isFalse();
    assertThat(server.requests()).isEmpty();
  }

  private long nextTick() {
    now += TICK.toNanos();
    return now;
  }
}
