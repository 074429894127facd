package io.stillwake.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.jobs.dispatch.TenantWeights;
import io.stillwake.storage.ObjectStoreConfig;
import java.io.File;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JobsConfigTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("STILLWAKE_S3_ENDPOINT", "http://127.0.0.1:9000");
  private static final Map<String, String> REQUIRED =
      Map.of("kafka", "127.0.0.1:9092", "families", "deploy/triton");

  @Test
  void defaultsAreThese() {
    assertThat(JobsConfig.from(REQUIRED, ENVIRONMENT))
        .isEqualTo(
            new JobsConfig(
                "127.0.0.1:9092",
                ObjectStoreConfig.fromEnvironment(ENVIRONMENT),
                new File("deploy/triton"),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofHours(24),
                1,
                TenantWeights.EQUAL));
  }

  @Test
  void everyOptionIsRead() {
    Map<String, String> options =
        Map.of(
            "kafka", "kafka:9092",
            "families", "/families",
            "checkpoint-interval", "PT10S",
            "upload-timeout", "PT2S",
            "ticket-timeout", "PT1H",
            "parallelism", "4",
            "tenant-weights", "acme=3,trial=0.5");

    assertThat(JobsConfig.from(options, ENVIRONMENT))
        .isEqualTo(
            new JobsConfig(
                "kafka:9092",
                ObjectStoreConfig.fromEnvironment(ENVIRONMENT),
                new File("/families"),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofHours(1),
                4,
                new TenantWeights(Map.of("acme", 3.0, "trial", 0.5))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kafka", "families"})
  void missingOptionIsNamed(String option) {
    Map<String, String> options = new HashMap<>(REQUIRED);
    options.remove(option);

    assertThatThrownBy(() -> JobsConfig.from(options, ENVIRONMENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(option);
  }

  @ParameterizedTest
  @CsvSource({
    "checkpoint-interval, 1s",
    "checkpoint-interval, PT0S",
    "upload-timeout, PT-1S",
    "ticket-timeout, never",
    "parallelism, 0",
    "parallelism, many",
    "tenant-weights, acme",
    "tenant-weights, acme=0",
    "tenant-weights, acme=heavy",
    "tenant-weights, =1",
    "tenant-weights, 'acme=1,acme=2'"
  })
  void valueThatCannotBeIsNamed(String option, String value) {
    Map<String, String> options = new HashMap<>(REQUIRED);
    options.put(option, value);

    assertThatThrownBy(() -> JobsConfig.from(options, ENVIRONMENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(option)
        .hasMessageContaining("expected");
  }

  @Test
  void configTravelsWithTheOperators() throws Exception {
    JobsConfig config = JobsConfig.from(REQUIRED, ENVIRONMENT);

    assertThat(InstantiationUtil.clone(config)).isEqualTo(config);
  }

  @Test
  void jobsAreNamedInAList() {
    assertThat(JobName.parse("generate,dispatch,assemble")).isEqualTo(EnumSet.allOf(JobName.class));
    assertThat(JobName.parse("dispatch")).containsExactly(JobName.DISPATCH);
    assertThatThrownBy(() -> JobName.parse("dispatch,collect"))
        .hasMessageContaining("dispatch,collect");
  }

  @Test
  void dispatchAloneTakesFewerCheckpoints() {
    Map<String, String> options = new HashMap<>(REQUIRED);
    options.put("jobs", "dispatch");

    assertThat(JobsConfig.from(options, ENVIRONMENT).checkpointInterval())
        .isGreaterThan(JobsConfig.from(REQUIRED, ENVIRONMENT).checkpointInterval());
  }
}
