package io.stillwake.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.ingest.setup.report.Report;
import io.stillwake.ingest.setup.topics.SetupTopics;
import io.stillwake.ingest.setup.topics.TopicSettings;
import io.stillwake.storage.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetupTopicsTest {

  @TempDir static Path folder;
  private static EmbeddedKafka kafka;
  private static KafkaClients clients;

  private final List<String> lines = new ArrayList<>();

  @BeforeAll
  static void start() {
    kafka = EmbeddedKafka.start(folder, KafkaClients.freePort());
    clients = new KafkaClients(kafka.bootstrapServers());
    clients.createTopics(Set.of("cpu"));
  }

  @AfterAll
  static void stop() {
    kafka.close();
  }

  @Test
  void aSecondRunChangesNothingAndSaysSo() {
    Report report = run(TopicSettings.of(kafka.bootstrapServers(), Set.of("cpu")), false);

    assertThat(lines).isEmpty();
    assertThat(report.summary()).isEqualTo("nothing changed, 13 already as wanted");
  }

  @Test
  void aDryRunNamesWhatItWouldMakeAndMakesNothing() throws Exception {
    Report report = run(TopicSettings.of(kafka.bootstrapServers(), Set.of("cpu", "dry")), true);

    assertThat(lines)
        .contains(
            "to do  topic work.dry.interactive: make, partitions=1, replication=1,"
                + " cleanup.policy=delete, min.insync.replicas=1, retention.ms=604800000")
        .anyMatch(
            line -> line.startsWith("to do  share group workers.dry: set share.auto.offset.reset"));
    assertThat(report.well()).isFalse();
    try (Admin admin = clients.admin()) {
      assertThat(admin.listTopics().names().get()).doesNotContainAnyElementsOf(Topics.work("dry"));
    }
  }

  @Test
  void aSettingThatWasChangedIsSetBack() throws Exception {
    ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topics.DEAD_LETTERS);
    try (Admin admin = clients.admin()) {
      admin
          .incrementalAlterConfigs(
              Map.of(
                  topic,
                  List.of(
                      new AlterConfigOp(
                          new ConfigEntry("retention.ms", "1000"), AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }

    run(TopicSettings.of(kafka.bootstrapServers(), Set.of("cpu")), false);

    assertThat(lines)
        .containsExactly("done   topic dead-letters: set retention.ms=604800000 (was 1000)");
  }

  @Test
  void topicsGetMorePartitionsOnlyWhenAskedTo(@TempDir Path other) throws Exception {
    try (EmbeddedKafka small = EmbeddedKafka.start(other, KafkaClients.freePort())) {
      run(settings(small, 2, OptionalInt.empty(), false), false);
      lines.clear();

      Report refused = run(settings(small, 3, OptionalInt.empty(), false), false);
      Report grown = run(settings(small, 3, OptionalInt.empty(), true), false);
      Report again = run(settings(small, 3, OptionalInt.empty(), false), false);

      assertThat(refused.well()).isFalse();
      assertThat(lines)
          .anyMatch(line -> line.startsWith("wrong  topic uploads: 2 partitions (expected: 3"))
          .contains("done   topic uploads: grow to 3 partitions");
      assertThat(grown.summary()).isEqualTo("9 done, 1 already as wanted");
      assertThat(again.summary()).isEqualTo("nothing changed, 10 already as wanted");
    }
  }

  @Test
  void moreCopiesThanThereAreBrokersAreRefusedBeforeAnythingIsMade() {
    Report report = run(settings(kafka, 4, OptionalInt.of(3), false), false);

    assertThat(report.well()).isFalse();
    assertThat(lines)
        .containsExactly(
            "wrong  Kafka at %s: brokers that are up: 1 (expected: at least 3, for the copies asked)"
                .formatted(kafka.bootstrapServers()));
  }

  @Test
  void anAddressThatIsNoneIsNamed() {
    run(TopicSettings.of("nobody", Set.of()), false);

    assertThat(lines)
        .singleElement()
        .asString()
        .startsWith("wrong  Kafka at nobody: ")
        .endsWith("(expected: host:port,… of brokers)");
  }

  private Report run(TopicSettings settings, boolean dryRun) {
    Report report = new Report(dryRun, lines::add);
    SetupTopics.run(settings, report);
    return report;
  }

  private static TopicSettings settings(
      EmbeddedKafka cluster, int partitions, OptionalInt replication, boolean grow) {
    return new TopicSettings(
        cluster.bootstrapServers(),
        Set.of(),
        partitions,
        replication,
        OptionalInt.empty(),
        Duration.ofDays(7),
        grow);
  }
}
