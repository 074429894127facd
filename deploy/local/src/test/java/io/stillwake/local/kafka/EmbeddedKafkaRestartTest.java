package io.stillwake.local.kafka;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.storage.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaRestartTest {

  private static final String READY = "ready";

  @TempDir Path folder;

  @Test
  void keepsWhatWasWrittenAcrossARestartOnAnotherPort() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, KafkaClients.freePort())) {
      new KafkaClients(kafka.bootstrapServers()).createTopics(Set.of("cpu"));
      new KafkaClients(kafka.bootstrapServers()).write(Topics.RENDER_EVENTS, "render", "before");
    }

    List<ConsumerRecord<String, String>> events = eventsAfterARestart();

    assertThat(events).extracting(ConsumerRecord::value).containsExactly("before");
  }

  @Test
  void keepsWhatWasWrittenAcrossASigkill() throws Exception {
    Process child = startChild();
    try (BufferedReader output = child.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.lines().anyMatch(READY::equals)).isTrue();
    } finally {
      child.destroyForcibly();
      assertThat(child.waitFor(10, SECONDS)).isTrue();
    }

    List<ConsumerRecord<String, String>> events = eventsAfterARestart();

    assertThat(events).extracting(ConsumerRecord::value).containsExactly("before");
  }

  /** Runs in a JVM of its own, to be killed: writes one record, says so, and waits. */
  public static void main(String[] arguments) throws InterruptedException {
    EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), KafkaClients.freePort());
    new KafkaClients(kafka.bootstrapServers()).createTopics(Set.of("cpu"));
    new KafkaClients(kafka.bootstrapServers()).write(Topics.RENDER_EVENTS, "render", "before");
    System.out.println(READY);
    Thread.currentThread().join();
  }

  private List<ConsumerRecord<String, String>> eventsAfterARestart() {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, KafkaClients.freePort())) {
      new KafkaClients(kafka.bootstrapServers()).createTopics(Set.of("cpu"));
      return new KafkaClients(kafka.bootstrapServers()).readAll(Topics.RENDER_EVENTS);
    }
  }

  private Process startChild() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            EmbeddedKafkaRestartTest.class.getName(),
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
