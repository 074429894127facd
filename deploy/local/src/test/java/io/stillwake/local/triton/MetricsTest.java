package io.stillwake.local.triton;

import static io.stillwake.local.triton.TestClient.count;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

  @TempDir Path root;

  private static String scrape(EmbeddedTriton triton) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(URI.create(triton.metricsUrl())).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
  }

  @Test
  void namesTypesAndLabelsAreTritons() throws Exception {
    String text;
    try (EmbeddedTriton triton =
            new ModelFixture(root).with("count", "count", ModelFixture.COUNT).start();
        TestClient client = new TestClient(triton)) {
      client.infer(count("count", 10));
      client.infer(count("count", 10));
      text = scrape(triton);
    }

    List<String> samples = text.lines().filter(line -> !line.startsWith("#")).toList();
    assertThat(samples.stream().map(line -> line.substring(0, line.lastIndexOf(' '))))
        .containsExactlyInAnyOrder(
            "nv_inference_request_success{model=\"count\",version=\"1\"}",
            "nv_inference_request_failure{model=\"count\",reason=\"BACKEND\",version=\"1\"}",
            "nv_inference_request_failure{model=\"count\",reason=\"CANCELED\",version=\"1\"}",
            "nv_inference_request_failure{model=\"count\",reason=\"OTHER\",version=\"1\"}",
            "nv_inference_request_failure{model=\"count\",reason=\"REJECTED\",version=\"1\"}",
            "nv_inference_count{model=\"count\",version=\"1\"}",
            "nv_inference_exec_count{model=\"count\",version=\"1\"}",
            "nv_inference_request_duration_us{model=\"count\",version=\"1\"}",
            "nv_inference_queue_duration_us{model=\"count\",version=\"1\"}",
            "nv_inference_compute_input_duration_us{model=\"count\",version=\"1\"}",
            "nv_inference_compute_infer_duration_us{model=\"count\",version=\"1\"}",
            "nv_inference_compute_output_duration_us{model=\"count\",version=\"1\"}",
            "nv_inference_pending_request_count{model=\"count\",version=\"1\"}");
    assertThat(samples).contains("nv_inference_request_success{model=\"count\",version=\"1\"} 2.0");
    assertThat(text)
        .contains(
            "# TYPE nv_inference_request_success counter",
            "# TYPE nv_inference_pending_request_count gauge");
  }

  @Test
  void theDurationsOfACallAddUp() throws Exception {
    ModelCounters.Snapshot counters;
    try (EmbeddedTriton triton =
            new ModelFixture(root).with("count", "count", ModelFixture.COUNT).start();
        TestClient client = new TestClient(triton)) {
      client.infer(count("count", 1000));
      counters = triton.models().get(0).counters();
    }

    assertThat(counters.success().nanos())
        .isEqualTo(
            counters.queue().nanos()
                + counters.computeInput().nanos()
                + counters.computeInfer().nanos()
                + counters.computeOutput().nanos());
    assertThat(counters.computeInfer().nanos()).isPositive();
  }
}
