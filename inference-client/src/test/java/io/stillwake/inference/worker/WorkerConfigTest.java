package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class WorkerConfigTest {

  private static final Map<String, String> REQUIRED =
      Map.of(
          "STILLWAKE_WORKER_POOL", "gpu",
          "STILLWAKE_KAFKA", "kafka:9092",
          "STILLWAKE_FAMILIES", "/families");

  @Test
  void defaults() {
    assertThat(WorkerConfig.fromEnvironment(REQUIRED))
        .isEqualTo(
            new WorkerConfig(
                "worker",
                "gpu",
                "kafka:9092",
                Path.of("/families"),
                OptionalInt.empty(),
                OptionalInt.empty(),
                Duration.ofSeconds(90),
                new WorkerConfig.Retire(5, Duration.ofSeconds(30))));
  }

  @Test
  void everyKeyCounts() {
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("HOSTNAME", "pod-7");
    environment.put("STILLWAKE_WORKER_NAME", "gpu-7");
    environment.put("STILLWAKE_WORKER_SLOTS", "3");
    environment.put("STILLWAKE_WORKER_ITEMS", "5");
    environment.put("STILLWAKE_WORKER_DRAIN_SECONDS", "10");
    environment.put("STILLWAKE_RETIRE_AFTER", "2");
    environment.put("STILLWAKE_RETIRED_LINGER", "PT1M");

    assertThat(WorkerConfig.fromEnvironment(environment))
        .isEqualTo(
            new WorkerConfig(
                "gpu-7",
                "gpu",
                "kafka:9092",
                Path.of("/families"),
                OptionalInt.of(3),
                OptionalInt.of(5),
                Duration.ofSeconds(10),
                new WorkerConfig.Retire(2, Duration.ofMinutes(1))));
  }

  @Test
  void namesTheKeyThatIsMissingOrWrong() {
    assertThatThrownBy(() -> WorkerConfig.fromEnvironment(Map.of()))
        .hasMessageContaining("STILLWAKE_WORKER_POOL");
    Map<String, String> environment = new HashMap<>(REQUIRED);
    environment.put("STILLWAKE_WORKER_SLOTS", "many");
    assertThatThrownBy(() -> WorkerConfig.fromEnvironment(environment))
        .hasMessageContainingAll("STILLWAKE_WORKER_SLOTS", "'many'");
    environment.remove("STILLWAKE_WORKER_SLOTS");
    environment.put("STILLWAKE_RETIRED_LINGER", "30 s");
    assertThatThrownBy(() -> WorkerConfig.fromEnvironment(environment))
        .hasMessageContainingAll("STILLWAKE_RETIRED_LINGER", "'30 s'", "PT30S");
  }

  @Test
  void refusesANameThatIsNoPartOfAnObjectKey() {
    assertThatThrownBy(() -> WorkerConfig.of("a/b", "gpu", "kafka:9092", Path.of("/families")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'a/b'");
  }
}
