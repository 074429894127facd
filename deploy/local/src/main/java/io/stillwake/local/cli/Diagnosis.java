package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.stillwake.inference.media.SegmentEncoder;
import io.stillwake.inference.media.SegmentFormat;
import io.stillwake.local.client.ApiClient;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.RepositoryIndexRequest;
import io.stillwake.proto.triton.RepositoryIndexResponse.ModelIndex;
import io.stillwake.storage.Topics;
import io.stillwake.storage.family.FamilyFolder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;

/** What is known of one part: well or not, and why. */
record Diagnosis(String part, String where, boolean well, String finding) {

  private static final long NEEDED_BYTES = 2L << 30;

  @FunctionalInterface
  interface Probe {
    String run() throws Exception;
  }

  String line() {
    return "%-6s %-13s %-28s %s".formatted(well ? "ok" : "WRONG", part, where, finding);
  }

  static Diagnosis java() {
    int feature = Runtime.version().feature();
    return new Diagnosis(
        "Java",
        System.getProperty("java.home"),
        feature >= 17,
        feature + " (expected: 17 or newer)");
  }

  static Diagnosis dataFolder(Path folder) {
    return of(
        "data folder",
        folder.toString(),
        () -> {
          Files.createDirectories(folder);
          Files.delete(Files.createTempFile(folder, "doctor", ""));
          long free = Files.getFileStore(folder).getUsableSpace();
          require(free >= NEEDED_BYTES, (free >> 20) + " MiB free (expected: at least 2048 MiB)");
          return (free >> 30) + " GiB free";
        });
  }

  static Diagnosis families(Path folder) {
    return of(
        "families",
        folder.toString(),
        () ->
            FamilyFolder.read(folder).stream()
                .map(FamilyDescriptor::getName)
                .collect(Collectors.joining(", ")));
  }

  static Diagnosis ffmpeg() {
    return of(
        "ffmpeg",
        "child process",
        () -> {
          try (SegmentEncoder encoder = SegmentEncoder.start(new SegmentFormat(64, 64, 24, 0, 0))) {
            encoder.write(ByteBuffer.allocate(64 * 64 * 3));
            return "encodes H.264, " + encoder.finish().media().length + " bytes for a frame";
          }
        });
  }

  static Diagnosis api(URI api) {
    return of(
        "API",
        api.toString(),
        () -> {
          new ApiClient(api).readiness();
          return "takes renders";
        });
  }

  static Diagnosis kafka(String bootstrap) {
    return of(
        "Kafka",
        bootstrap,
        () -> {
          try (Admin admin =
              Admin.create(
                  Map.of(
                      "bootstrap.servers",
                      bootstrap,
                      "default.api.timeout.ms",
                      "5000",
                      "request.timeout.ms",
                      "5000"))) {
            Set<String> topics = admin.listTopics().names().get(8, TimeUnit.SECONDS);
            List<String> missing =
                Topics.fixed().stream().filter(t -> !topics.contains(t)).toList();
            require(missing.isEmpty(), "topics missing: " + missing);
            return topics.size() + " topics";
          }
        });
  }

  static Diagnosis objectStore(URI endpoint) {
    return of(
        "object store",
        endpoint.toString(),
        () -> {
          HttpResponse<Void> response =
              client().send(HttpRequest.newBuilder(endpoint).build(), BodyHandlers.discarding());
          require(response.statusCode() < 500, "HTTP " + response.statusCode());
          return "answers";
        });
  }

  static Diagnosis triton(String address) {
    return of(
        "Triton",
        address,
        () -> {
          ManagedChannel channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
          try {
            List<ModelIndex> models =
                GRPCInferenceServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(5, TimeUnit.SECONDS)
                    .repositoryIndex(RepositoryIndexRequest.getDefaultInstance())
                    .getModelsList();
            List<String> broken =
                models.stream()
                    .filter(model -> !model.getState().equals("READY"))
                    .map(model -> model.getName() + ": " + model.getReason())
                    .toList();
            require(!models.isEmpty(), "no models (expected: at least one)");
            require(broken.isEmpty(), "models not ready: " + broken);
            return "serves " + models.stream().map(ModelIndex::getName).toList();
          } finally {
            channel.shutdownNow();
          }
        });
  }

  static Diagnosis flink(URI rest) {
    return of(
        "Flink",
        rest.toString(),
        () -> {
          HttpResponse<String> response =
              client()
                  .send(
                      HttpRequest.newBuilder(rest.resolve("/jobs/overview")).build(),
                      BodyHandlers.ofString());
          require(response.statusCode() == 200, "HTTP " + response.statusCode());
          JsonNode jobs = ApiClient.JSON.readTree(response.body()).path("jobs");
          require(!jobs.isEmpty(), "no job runs");
          StringBuilder states = new StringBuilder();
          for (JsonNode job : jobs) {
            String state = job.path("state").asText();
            require(state.equals("RUNNING"), job.path("name").asText() + " is " + state);
            states.append(job.path("name").asText()).append(" runs ");
          }
          return states.toString().strip();
        });
  }

  /** What a probe says: its answer where it is well, the reason of its failure where not. */
  static Diagnosis of(String part, String where, Probe probe) {
    try {
      return new Diagnosis(part, where, true, probe.run());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Diagnosis(part, where, false, "interrupted");
    } catch (Exception e) {
      Throwable cause = e.getCause() != null && e.getMessage() == null ? e.getCause() : e;
      String reason =
          cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
      return new Diagnosis(part, where, false, reason);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalStateException(otherwise);
    }
  }

  private static HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(5))
        .build();
  }
}
