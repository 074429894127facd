package io.stillwake.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.Status;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminEndpointTest {

  private static final String RULES = "{\"faults\": [{\"kind\": \"unavailable\", \"slot\": 0}]}";

  @TempDir private Path folder;
  private TestGpu gpu;

  @BeforeEach
  void start() {
    gpu = new TestGpu(folder, 2);
  }

  @AfterEach
  void stop() {
    gpu.close();
  }

  @Test
  void faultsAreSetShownAndCleared() throws Exception {
    assertThat(ask("PUT", "/faults", RULES).statusCode()).isEqualTo(200);
    assertThat(gpu.infer(Requests.frames("w1/1", 1)).status().getCode())
        .isEqualTo(Status.Code.UNAVAILABLE);

    JsonNode shown = json(ask("GET", "/faults", ""));
    assertThat(shown.at("/faults/0/kind").textValue()).isEqualTo("unavailable");
    assertThat(shown.at("/faults/0/slot").intValue()).isZero();
    assertThat(shown.at("/struck/0").intValue()).isEqualTo(1);

    ask("DELETE", "/faults", "");
    assertThat(gpu.infer(Requests.frames("w2/1", 1)).status()).isEqualTo(Status.OK);
  }

  @Test
  void aWrongRuleIsRefusedAndChangesNothing() throws Exception {
    ask("PUT", "/faults", RULES);

    HttpResponse<String> refused = ask("PUT", "/faults", "{\"faults\": [{\"kind\": \"slo\"}]}");

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(json(refused).get("error").textValue()).startsWith("faults[0].kind: \"slo\"");
    assertThat(json(ask("GET", "/faults", "")).get("faults")).hasSize(1);
  }

  @Test
  void slotsSayWhatRuns() throws Exception {
    gpu.infer(Requests.frames("w1/1", 60_000));
    await().until(() -> gpu.state().running().size() == 1);

    JsonNode slots = json(ask("GET", "/slots", ""));

    assertThat(slots.at("/0/gpu").textValue()).isEqualTo("gpu-1");
    assertThat(slots.at("/0/slots").intValue()).isEqualTo(2);
    assertThat(slots.at("/0/waiting").intValue()).isZero();
    assertThat(slots.at("/0/running/0/id").textValue()).isEqualTo("w1/1");
    assertThat(slots.at("/0/running/0/model").textValue()).isEqualTo("virtual-frames");
  }

  private HttpResponse<String> ask(String method, String path, String body)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gpu.adminPort() + path))
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
  }

  private static JsonNode json(HttpResponse<String> response) throws IOException {
    return new ObjectMapper().readTree(response.body());
  }
}
