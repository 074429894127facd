package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.JsonFormat;
import io.stillwake.proto.WorkerState;
import io.stillwake.proto.WorkerStatus;
import io.stillwake.storage.start.StartRefused;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthEndpointTest {

  private HealthEndpoint endpoint;

  @BeforeEach
  void start() {
    endpoint =
        HealthEndpoint.start(
            new HealthAddress("127.0.0.1", 0),
            of(WorkerState.WORKER_STATE_STARTING, "waiting for Kafka", ""));
  }

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void livesButIsNotReadyWhileItStarts() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(status(ready).getReason()).isEqualTo("waiting for Kafka");
  }

  @Test
  void isReadyWhileItServes() throws Exception {
    endpoint.watch(of(WorkerState.WORKER_STATE_SERVING, "", ""));

    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(200);
    assertThat(ready.body()).contains("\"state\": \"WORKER_STATE_SERVING\"", "\"slots\": 2");
  }

  @Test
  void isNotReadyWhereTheModelsDoNotFit() throws Exception {
    endpoint.watch(of(WorkerState.WORKER_STATE_SERVING, "", "model 'x' is not ready"));

    assertThat(get("/healthz").statusCode()).isEqualTo(200);
    HttpResponse<String> ready = get("/readyz");
    assertThat(ready.statusCode()).isEqualTo(503);
    assertThat(status(ready).getReason()).isEqualTo("model 'x' is not ready");
  }

  @Test
  void saysWhyItIsRetired() throws Exception {
    endpoint.watch(of(WorkerState.WORKER_STATE_RETIRED, "stub is not healthy", ""));

    HttpResponse<String> live = get("/healthz");
    assertThat(live.statusCode()).isEqualTo(503);
    assertThat(live.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(status(live).getState()).isEqualTo(WorkerState.WORKER_STATE_RETIRED);
    assertThat(status(live).getReason()).isEqualTo("stub is not healthy");
  }

  @Test
  void namesThePortThatIsTaken() {
    HealthAddress taken = new HealthAddress("127.0.0.1", endpoint.port());

    assertThatThrownBy(
            () -> HealthEndpoint.start(taken, of(WorkerState.WORKER_STATE_SERVING, "", "")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll("STILLWAKE_HEALTH_PORT", "127.0.0.1:" + endpoint.port());
  }

  @Test
  void listensOnTheLoopbackUnlessToldOtherwise() {
    assertThat(HealthAddress.fromEnvironment(Map.of()))
        .isEqualTo(new HealthAddress("127.0.0.1", 8090));
    assertThat(
            HealthAddress.fromEnvironment(
                Map.of("STILLWAKE_HEALTH_HOST", "0.0.0.0", "STILLWAKE_HEALTH_PORT", "80")))
        .isEqualTo(new HealthAddress("0.0.0.0", 80));
    assertThatThrownBy(
            () -> HealthAddress.fromEnvironment(Map.of("STILLWAKE_HEALTH_PORT", "eighty")))
        .hasMessageContainingAll("STILLWAKE_HEALTH_PORT", "'eighty'");
  }

  private HttpResponse<String> get(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private static WorkerStatus status(HttpResponse<String> answer) throws Exception {
    WorkerStatus.Builder status = WorkerStatus.newBuilder();
    JsonFormat.parser().merge(answer.body(), status);
    return status.build();
  }

  /**
   * @param found what a look at its model server brings
   */
  private static HealthEndpoint.Patient of(WorkerState state, String reason, String found) {
    WorkerStatus status =
        WorkerStatus.newBuilder().setState(state).setReason(reason).setSlots(2).build();
    return new HealthEndpoint.Patient() {
      @Override
      public WorkerStatus status() {
        return status;
      }

      @Override
      public WorkerStatus examined() {
        return found.isEmpty() ? status : status.toBuilder().setReason(found).build();
      }
    };
  }
}
