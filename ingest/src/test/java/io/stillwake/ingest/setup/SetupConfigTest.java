package io.stillwake.ingest.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.ingest.setup.store.StoreSettings;
import io.stillwake.ingest.setup.topics.TopicSettings;
import io.stillwake.storage.ObjectStoreConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SetupConfigTest {

  private static final ObjectStoreConfig STORE =
      new ObjectStoreConfig(
          URI.create("http://minio:9000"),
          URI.create("http://minio:9000"),
          "us-east-1",
          "",
          "",
          true);

  @Test
  void hasDefaultsForAllButTheServers() {
    assertThat(
            SetupConfig.fromEnvironment(
                Map.of(
                    "STILLWAKE_KAFKA", "kafka:9092",
                    "STILLWAKE_S3_ENDPOINT", "http://minio:9000")))
        .isEqualTo(SetupConfig.of("kafka:9092", Set.of("cpu"), STORE, Set.of()));
  }

  @Test
  void readsEveryKeyOfKafka() {
    assertThat(
            SetupConfig.fromEnvironment(
                    Map.of(
                        "STILLWAKE_KAFKA", "kafka:9092",
                        "STILLWAKE_POOLS", "l4, cpu",
                        "STILLWAKE_PARTITIONS", "24",
                        "STILLWAKE_REPLICATION", "3",
                        "STILLWAKE_MIN_INSYNC_REPLICAS", "1",
                        "STILLWAKE_RETENTION", "PT36H",
                        "STILLWAKE_GROW_PARTITIONS", "true"))
                .topics())
        .contains(
            new TopicSettings(
                "kafka:9092",
                Set.of("cpu", "l4"),
                24,
                OptionalInt.of(3),
                OptionalInt.of(1),
                Duration.ofHours(36),
                true));
  }

  @Test
  void readsEveryKeyOfTheStore() {
    assertThat(
            SetupConfig.fromEnvironment(
                    Map.of(
                        "STILLWAKE_S3_ENDPOINT", "http://minio:9000",
                        "STILLWAKE_EXTRA_BUCKETS", "checkpoints",
                        "STILLWAKE_WORK_DAYS", "30",
                        "STILLWAKE_IDEMPOTENCY_DAYS", "3",
                        "STILLWAKE_MULTIPART_DAYS", "7",
                        "STILLWAKE_NOTIFICATION_ARN", ""))
                .store())
        .contains(new StoreSettings(STORE, Set.of("checkpoints"), 30, 3, 7, ""));
  }

  @Test
  void eitherServerAloneWillDoButNotNone() {
    assertThat(SetupConfig.fromEnvironment(Map.of("STILLWAKE_KAFKA", "kafka:9092")).store())
        .isEmpty();
    assertThatThrownBy(() -> SetupConfig.fromEnvironment(Map.of()))
        .hasMessageContaining("STILLWAKE_KAFKA, STILLWAKE_S3_ENDPOINT");
  }

  @ParameterizedTest
  @CsvSource({
    "STILLWAKE_PARTITIONS, four, STILLWAKE_PARTITIONS: 'four'",
    "STILLWAKE_PARTITIONS, 0, partitions: 0",
    "STILLWAKE_RETENTION, 7d, STILLWAKE_RETENTION: '7d'",
    "STILLWAKE_WORK_DAYS, 0, work days: 0"
  })
  void namesTheKeyAndTheValueThatDoNotDo(String key, String value, String message) {
    assertThatThrownBy(
            () ->
                SetupConfig.fromEnvironment(
                    Map.of(
                        "STILLWAKE_KAFKA",
                        "kafka:9092",
                        "STILLWAKE_S3_ENDPOINT",
                        "http://minio:9000",
                        key,
                        value)))
        .hasMessageContaining(message);
  }
}
