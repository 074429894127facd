package io.stillwake.ingest.setup;

import io.stillwake.ingest.setup.store.StoreSettings;
import io.stillwake.ingest.setup.topics.TopicSettings;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.start.Variables;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is to be prepared: Kafka, an object store, or both. */
public record SetupConfig(Optional<TopicSettings> topics, Optional<StoreSettings> store) {

  public static final String DEFAULT_POOLS = "cpu";

  public SetupConfig {
    if (topics.isEmpty() && store.isEmpty()) {
      throw new IllegalArgumentException(
          "nothing to prepare (expected: STILLWAKE_KAFKA, STILLWAKE_S3_ENDPOINT, or both)");
    }
  }

  /** Both, with everything by default. */
  public static SetupConfig of(
      String kafka, Set<String> pools, ObjectStoreConfig store, Set<String> extraBuckets) {
    return new SetupConfig(
        Optional.of(TopicSettings.of(kafka, pools)),
        Optional.of(StoreSettings.of(store, extraBuckets)));
  }

  /**
   * Reads {@code STILLWAKE_…}. Kafka, where KAFKA is set: POOLS (a,b), PARTITIONS, REPLICATION,
   * MIN_INSYNC_REPLICAS, RETENTION (ISO 8601), GROW_PARTITIONS. The store, where S3_ENDPOINT is
   * set, as {@link ObjectStoreConfig#fromEnvironment} does, and EXTRA_BUCKETS (a,b), WORK_DAYS,
   * IDEMPOTENCY_DAYS, MULTIPART_DAYS, NOTIFICATION_ARN (set and empty: none).
   *
   * @throws IllegalArgumentException where one cannot be read, or neither server is named
   */
  public static SetupConfig fromEnvironment(Map<String, String> environment) {
    return new SetupConfig(
        Optional.ofNullable(environment.get("STILLWAKE_KAFKA"))
            .map(kafka -> topics(kafka, environment)),
        Optional.ofNullable(environment.get("STILLWAKE_S3_ENDPOINT"))
            .map(endpoint -> store(environment)));
  }

  private static TopicSettings topics(String kafka, Map<String, String> environment) {
    Variables variables = new Variables(environment);
    return new TopicSettings(
        kafka,
        names(environment.getOrDefault("STILLWAKE_POOLS", DEFAULT_POOLS)),
        variables.whole("STILLWAKE_PARTITIONS").orElse(TopicSettings.DEFAULT_PARTITIONS),
        variables.whole("STILLWAKE_REPLICATION"),
        variables.whole("STILLWAKE_MIN_INSYNC_REPLICAS"),
        variables.duration("STILLWAKE_RETENTION", "P7D").orElse(TopicSettings.DEFAULT_RETENTION),
        Boolean.parseBoolean(environment.get("STILLWAKE_GROW_PARTITIONS")));
  }

  private static StoreSettings store(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    return new StoreSettings(
        ObjectStoreConfig.fromEnvironment(environment),
        names(environment.getOrDefault("STILLWAKE_EXTRA_BUCKETS", "")),
        variables.whole("STILLWAKE_WORK_DAYS").orElse(StoreSettings.DEFAULT_WORK_DAYS),
        variables
            .whole("STILLWAKE_IDEMPOTENCY_DAYS")
            .orElse(StoreSettings.DEFAULT_IDEMPOTENCY_DAYS),
        variables.whole("STILLWAKE_MULTIPART_DAYS").orElse(StoreSettings.DEFAULT_MULTIPART_DAYS),
        environment.getOrDefault(
            "STILLWAKE_NOTIFICATION_ARN", StoreSettings.DEFAULT_NOTIFICATION_ARN));
  }

  private static Set<String> names(String list) {
    return Arrays.stream(list.split(","))
        .map(String::trim)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
