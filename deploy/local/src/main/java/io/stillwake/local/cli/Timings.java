package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where a render's time went, by kind of work, from its render.json. */
record Timings(ApiClient api, JsonNode render, Duration took) {

  void print(PrintWriter out) {
    JsonNode manifest =
        ApiCall.of(
            api,
            () -> {
              Path file = Files.createTempFile("render", ".json");
              try {
                api.download(render.get("results").get("manifest").asText(), file);
                return ApiClient.JSON.readTree(Files.readAllBytes(file));
              } finally {
                Files.delete(file);
              }
            });
    Map<String, long[]> kinds = new TreeMap<>();
    for (JsonNode step : manifest.path("steps")) {
      long[] sums = kinds.computeIfAbsent(step.path("kind").asText(), kind -> new long[7]);
      sums[0]++;
      sums[1] += step.path("queued_ms").asLong();
      sums[2] += step.path("handed_over_ms").asLong() + step.path("slot_wait_ms").asLong();
      sums[3] += step.path("fetch_ms").asLong();
      sums[4] += step.path("model_ms").asLong();
      sums[5] += step.path("codec_ms").asLong();
      sums[6] += step.path("store_ms").asLong();
    }
    out.printf(
        "%n%-10s %5s %9s %9s %9s %9s %9s %9s%n",
        "work (ms)", "items", "queued", "slot wait", "fetch", "model", "codec", "store");
    kinds.forEach(
        (kind, sums) ->
            out.printf(
                "%-10s %5d %9d %9d %9d %9d %9d %9d%n",
                kind, sums[0], sums[1], sums[2], sums[3], sums[4], sums[5], sums[6]));
    out.printf("from submit to the end: %s%n", ProgressDisplay.seconds(took));
    peakMemory().ifPresent(peak -> out.printf("peak memory of this process: %s%n", peak));
    out.flush();
  }

  /** The high-water mark of the resident set, where the system tells it (Linux). */
  private static Optional<String> peakMemory() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024 + " MiB")
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
