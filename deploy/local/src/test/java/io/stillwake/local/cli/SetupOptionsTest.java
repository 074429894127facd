package io.stillwake.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.ingest.setup.SetupConfig;
import io.stillwake.ingest.setup.store.StoreSettings;
import io.stillwake.ingest.setup.topics.TopicSettings;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SetupOptionsTest {

  @Test
  void whatIsNotGivenComesFromTheEnvironment() {
    assertThat(parse().over(Map.of("STILLWAKE_KAFKA", "kafka:9092")))
        .isEqualTo(Map.of("STILLWAKE_KAFKA", "kafka:9092"));
    assertThat(parse("--kafka=other:9092").over(Map.of("STILLWAKE_KAFKA", "kafka:9092")))
        .isEqualTo(Map.of("STILLWAKE_KAFKA", "other:9092"));
  }

  @Test
  void everyOptionIsRead() {
    SetupConfig config =
        SetupConfig.fromEnvironment(
            parse(
                    "--kafka=kafka:9092",
                    "--pools=cpu,l4",
                    "--partitions=24",
                    "--replication=3",
                    "--min-insync-replicas=2",
                    "--retention=P1D",
                    "--grow-partitions",
                    "--store=http://minio:9000",
                    "--extra-buckets=checkpoints",
                    "--work-days=30",
                    "--idempotency-days=3",
                    "--multipart-days=7",
                    "--notification-arn=")
                .over(Map.of()));

    TopicSettings topics = config.topics().orElseThrow();
    assertThat(topics.pools()).isEqualTo(Set.of("cpu", "l4"));
    assertThat(topics.partitions()).isEqualTo(24);
    assertThat(topics.replication()).hasValue(3);
    assertThat(topics.minInsync()).hasValue(2);
    assertThat(topics.retention()).hasDays(1);
    assertThat(topics.growPartitions()).isTrue();
    StoreSettings store = config.store().orElseThrow();
    assertThat(store.store().endpoint()).hasToString("http://minio:9000");
    assertThat(store.extraBuckets()).containsExactly("checkpoints");
    assertThat(store.workDays()).isEqualTo(30);
    assertThat(store.idempotencyDays()).isEqualTo(3);
    assertThat(store.multipartDays()).isEqualTo(7);
    assertThat(store.notificationArn()).isEmpty();
  }

  private static SetupOptions parse(String... arguments) {
    return CommandLine.populateCommand(new SetupOptions(), arguments);
  }
}
