package io.stillwake.ingest.setup.topics;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What the topics shall be.
 *
 * @param kafka bootstrap servers, {@code host:port,…}
 * @param pools whose work topics and share groups are made
 * @param partitions of every topic but the work topics, which have one each, and the requests for
 *     work, which have {@link io.stillwake.storage.RequestPartition#LEAST} where these are fewer
 * @param replication copies of every partition; by default three, or one per broker where there are
 *     fewer, and whatever a topic has that is there
 * @param minInsync copies that must have a record before it counts as written; by default one less
 *     than there are, two at most
 * @param retention how long records are kept that live longer than minutes
 * @param growPartitions whether topics that are there get more partitions where they have fewer;
 *     from then on some keys are in another partition than their older records; the requests for
 *     work get more in any case
 */
public record TopicSettings(
    String kafka,
    Set<String> pools,
    int partitions,
    OptionalInt replication,
    OptionalInt minInsync,
    Duration retention,
    boolean growPartitions) {

  public static final int DEFAULT_PARTITIONS = 4;
  public static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

  private static final int ENOUGH_REPLICAS = 3;

  public TopicSettings {
    pools = Set.copyOf(pools);
    if (kafka.isBlank()) {
      throw new IllegalArgumentException("kafka: empty (expected: host:port,…)");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions: " + partitions + " (expected: 1 or more)");
    }
    if (replication.orElse(1) < 1 || replication.orElse(1) > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "replication: " + replication.getAsInt() + " (expected: 1 or more)");
    }
    if (minInsync.orElse(1) < 1 || minInsync.orElse(1) > replication.orElse(Short.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "min.insync.replicas: %d (expected: 1 to the replication%s)"
              .formatted(
                  minInsync.getAsInt(),
                  replication.isPresent() ? ", " + replication.getAsInt() : ""));
    }
    if (retention.toMillis() < 1) {
      throw new IllegalArgumentException("retention: " + retention + " (expected: 1 ms or more)");
    }
  }

  /** Everything by default. */
  public static TopicSettings of(String kafka, Set<String> pools) {
    return new TopicSettings(
        kafka,
        pools,
        DEFAULT_PARTITIONS,
        OptionalInt.empty(),
        OptionalInt.empty(),
        DEFAULT_RETENTION,
        false);
  }

  int replicationOn(int brokers) {
    return replication.orElse(Math.min(brokers, ENOUGH_REPLICAS));
  }

  int minInsyncOn(int brokers) {
    int spare = Math.max(1, Math.min(2, replicationOn(brokers) - 1));
    return minInsync.orElse(spare);
  }
}
