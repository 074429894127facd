package io.stillwake.real;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.real.server.MinioServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A part that cannot start says why in one line, and ends. */
@ExtendWith(RunningStack.class)
class StartMessagesIT {

  private static final int WAITED_IN_VAIN = 1;
  private static final int WRONG = 2;

  /** What a process said, and what it ended with. */
  private record Ended(int status, String output) {}

  @Test
  void waitsForKafkaAndGivesUp(RealStack stack) throws Exception {
    Ended worker =
        start(
            stack,
            "worker-1",
            Map.of("STILLWAKE_KAFKA", "127.0.0.1:1", "STILLWAKE_START_PATIENCE", "PT3S"));

    assertThat(worker.output)
        .contains("waiting for Kafka at 127.0.0.1:1: Connection refused (retry in 2 s)")
        .contains("worker does not start: Kafka at 127.0.0.1:1");
    assertThat(worker.status).isEqualTo(WAITED_IN_VAIN);
  }

  @Test
  void namesTheTopicsThatAreMissing(RealStack stack) throws Exception {
    Ended worker = start(stack, "worker-1", Map.of("STILLWAKE_WORKER_POOL", "moon"));

    assertThat(worker.output)
        .contains("topics: work.moon.batch, work.moon.interactive", "./stillwake setup");
    assertThat(worker.status).isEqualTo(WRONG);
  }

  @Test
  void namesTheKeyThatTheStoreRefuses(RealStack stack) throws Exception {
    for (String part : new String[] {"worker-1", "ingest"}) {
      Ended ended = start(stack, part, Map.of("STILLWAKE_S3_SECRET_KEY", "another-secret"));

      assertThat(ended.output)
          .contains("does not start: access key '", "STILLWAKE_S3_SECRET_KEY")
          .doesNotContain("another-secret");
      assertThat(ended.status).isEqualTo(WRONG);
    }
  }

  @Test
  void namesTheBucketsThatAreMissing(RealStack stack) throws Exception {
    Installed installed = RunningStack.installed();
    Path folder = RunningStack.freshFolder("minio-without-buckets");
    int port = StackPorts.of(folder, List.of("minio")).port("minio");
    Server empty = MinioServer.server(folder, installed, port, "127.0.0.1:1");
    try (OneServer minio = OneServer.start(installed, empty)) {
      for (String part : new String[] {"worker-1", "ingest"}) {
        Ended ended =
            start(stack, part, Map.of("STILLWAKE_S3_ENDPOINT", "http://127.0.0.1:" + port));

        assertThat(ended.output)
            .contains("does not start: bucket 'uploads' is not in", "./stillwake setup");
        assertThat(ended.status).isEqualTo(WRONG);
      }
    }
  }

  @Test
  void namesEveryDifferenceBetweenModelsAndDescriptor(RealStack stack, @TempDir Path families)
      throws Exception {
    Path descriptor = RunningStack.installed().families().resolve("reference/family.json");
    Path other = Files.createDirectories(families.resolve("reference")).resolve("family.json");
    Files.writeString(
        other,
        Files.readString(descriptor).replace("\"latentChannels\": 64", "\"latentChannels\": 16"));

    Ended worker = start(stack, "worker-1", Map.of("STILLWAKE_FAMILIES", families.toString()));

    assertThat(worker.output)
        .contains("does not fit the family descriptors")
        .contains("model 'reference-anchors' output 'anchors' is")
        .contains("model 'reference-decode' input 'latents' is");
    assertThat(worker.status).isEqualTo(WRONG);
  }

  @Test
  void namesTheVariableThatCannotBeRead(RealStack stack) throws Exception {
    Ended worker = start(stack, "worker-1", Map.of("STILLWAKE_WORKER_SLOTS", "many"));

    assertThat(worker.output).contains("STILLWAKE_WORKER_SLOTS: 'many'");
    assertThat(worker.status).isEqualTo(WRONG);
  }

  /** Another process like the named server's, but for these variables; none shows a stack trace. */
  private static Ended start(RealStack stack, String name, Map<String, String> changed)
      throws IOException, InterruptedException {
    Server server =
        stack.servers().stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
    ProcessBuilder process = new ProcessBuilder(server.command()).redirectErrorStream(true);
    process.environment().putAll(server.environment());
    process.environment().put("STILLWAKE_HEALTH_PORT", "0");
    process.environment().put("STILLWAKE_PORT", "0");
    process.environment().putAll(changed);
    Process started = process.start();
    String output = new String(started.getInputStream().readAllBytes(), UTF_8);
    assertThat(output).doesNotContain("\tat ");
    return new Ended(started.waitFor(), output);
  }
}
