package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.storage.Tenant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IngestConfigTest {

  @Test
  void hasDefaultsForAllButKafka() {
    assertThat(IngestConfig.fromEnvironment(Map.of("STILLWAKE_KAFKA", "localhost:9092")))
        .isEqualTo(
            new IngestConfig(
                "127.0.0.1",
                8080,
                "localhost:9092",
                Path.of("deploy/triton"),
                new Tenant("local"),
                Duration.ofHours(1)));
  }

  @Test
  void readsEveryKey() {
    assertThat(
            IngestConfig.fromEnvironment(
                Map.of(
                    "STILLWAKE_HOST", "0.0.0.0",
                    "STILLWAKE_PORT", "0",
                    "STILLWAKE_KAFKA", "kafka:9092",
                    "STILLWAKE_FAMILIES", "/families",
                    "STILLWAKE_TENANT", "acme",
                    "STILLWAKE_UPLOAD_VALIDITY", "PT5M")))
        .isEqualTo(
            new IngestConfig(
                "0.0.0.0",
                0,
                "kafka:9092",
                Path.of("/families"),
                new Tenant("acme"),
                Duration.ofMinutes(5)));
  }

  @Test
  void namesTheKeyAndTheValueThatDoNotDo() {
    assertThatThrownBy(() -> IngestConfig.fromEnvironment(Map.of()))
        .hasMessageContaining("STILLWAKE_KAFKA");
    assertThatThrownBy(() -> with("STILLWAKE_PORT", "http"))
        .hasMessageContaining("STILLWAKE_PORT: 'http'");
    assertThatThrownBy(() -> with("STILLWAKE_PORT", "70000")).hasMessageContaining("70000");
    assertThatThrownBy(() -> with("STILLWAKE_UPLOAD_VALIDITY", "1h")).hasMessageContaining("'1h'");
    assertThatThrownBy(() -> with("STILLWAKE_UPLOAD_VALIDITY", "P8D"))
        .hasMessageContaining("upload validity");
  }

  private static IngestConfig with(String key, String value) {
    return IngestConfig.fromEnvironment(Map.of("STILLWAKE_KAFKA", "localhost:9092", key, value));
  }
}
