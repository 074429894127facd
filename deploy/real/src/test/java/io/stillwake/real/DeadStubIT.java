package io.stillwake.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.stillwake.local.StackClient;
import io.stillwake.proto.WorkerState;
import io.stillwake.proto.WorkerStatus;
import io.stillwake.storage.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The processes that run a Triton's models die, and Triton itself does not notice.
 *
 * <p>Measured on Triton 2.51 (pytriton 0.7.0): the Python backend does not start a dead stub again.
 * The call under way fails after 2 s and every later one after 1 s, with INTERNAL "Stub process 'x'
 * is not healthy.", for ever; ServerReady and ModelReady stay true all the while. So only calls
 * show it, and only a restart mends it.
 */
@ExtendWith(RunningStack.class)
class DeadStubIT {

  private static final String WORKER = "worker-1";
  private static final String TRITON = "triton-1";
  private static final String STUB = "triton_python_backend_stub";
  private static final Duration RETIREMENT = Duration.ofMinutes(2);
  private static final Duration RESTART = Duration.ofMinutes(5);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @Test
  void workerOfATritonWithDeadStubsRetiresAndNoRenderFails(RealStack stack, StackClient client)
      throws Exception {
    ProcessHandle triton = stack.kept(TRITON).process().orElseThrow();
    ProcessHandle worker = stack.kept(WORKER).process().orElseThrow();
    TenRenders renders = TenRenders.underWay(client);
    Instant killed = Instant.now();

    assertThat(killStubs(triton)).isPositive();

    await()
        .atMost(RETIREMENT)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              HttpResponse<String> answer = ask(stack, "/healthz");
              assertThat(answer.statusCode()).isEqualTo(503);
              assertThat(answer.body()).contains("WORKER_STATE_RETIRED", "is not healthy");
            });
    assertThat(retirements(client, killed))
        .isNotEmpty()
        .allSatisfy(
            status -> {
              assertThat(status.getSlots()).isZero();
              assertThat(status.getReason()).contains("is not healthy");
            });
    renders.assertEndedWellAndOnce();

    await()
        .atMost(RESTART)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(ask(stack, "/readyz").statusCode()).isEqualTo(200));
    assertThat(stack.kept(TRITON).process().orElseThrow().pid()).isNotEqualTo(triton.pid());
    assertThat(stack.kept(WORKER).process().orElseThrow().pid()).isNotEqualTo(worker.pid());
  }

  private static long killStubs(ProcessHandle triton) {
    return triton
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith(STUB))
        .filter(ProcessHandle::destroyForcibly)
        .count();
  }

  private static List<WorkerStatus> retirements(StackClient client, Instant since) {
    return client.committed(Topics.WORKER_STATUS, WorkerStatus.parser()).stream()
        .filter(status -> status.getWorker().equals(WORKER))
        .filter(status -> status.getState() == WorkerState.WORKER_STATE_RETIRED)
        .filter(status -> status.getAt().getSeconds() >= since.getEpochSecond())
        .toList();
  }

  private static HttpResponse<String> ask(RealStack stack, String path)
      throws IOException, InterruptedException {
    URI uri = stack.health(WORKER).resolve(path);
    return HTTP.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
