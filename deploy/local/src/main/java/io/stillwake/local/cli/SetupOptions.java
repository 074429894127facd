package io.stillwake.local.cli;

import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/**
 * Each option stands for the variable that {@code SetupConfig} reads, so that a Job and a person
 * say the same thing; what it says is checked there.
 */
final class SetupOptions {

  private final Map<String, String> given = new HashMap<>();

  Map<String, String> over(Map<String, String> environment) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(given);
    return all;
  }

  @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "Kafka bootstrap servers.")
  void kafka(String value) {
    given.put("STILLWAKE_KAFKA", value);
  }

  @Option(
      names = "--pools",
      paramLabel = "NAME,…",
      description = "Pools of workers that get topics and a share group (default: cpu).")
  void pools(String value) {
    given.put("STILLWAKE_POOLS", value);
  }

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Of each topic but the pools', which have one (default: 4).")
  void partitions(String value) {
    given.put("STILLWAKE_PARTITIONS", value);
  }

  @Option(
      names = "--replication",
      paramLabel = "N",
      description =
          "Copies of each partition (default: 3, or one per broker where there are fewer).")
  void replication(String value) {
    given.put("STILLWAKE_REPLICATION", value);
  }

  @Option(
      names = "--min-insync-replicas",
      paramLabel = "N",
      description = "Copies that a write waits for (default: one less than there are, at most 2).")
  void minInsyncReplicas(String value) {
    given.put("STILLWAKE_MIN_INSYNC_REPLICAS", value);
  }

  @Option(
      names = "--retention",
      paramLabel = "DURATION",
      description = "How long topics keep records, such as P7D (default) or PT36H.")
  void retention(String value) {
    given.put("STILLWAKE_RETENTION", value);
  }

  @Option(
      names = "--grow-partitions",
      description = "Add partitions where a topic has fewer; keys move to other partitions.")
  void growPartitions(boolean value) {
    given.put("STILLWAKE_GROW_PARTITIONS", Boolean.toString(value));
  }

  @Option(names = "--store", paramLabel = "URL", description = "Object store (S3).")
  void store(String value) {
    given.put("STILLWAKE_S3_ENDPOINT", value);
  }

  @Option(
      names = "--extra-buckets",
      paramLabel = "NAME,…",
      description = "Buckets to make beside uploads and renders, such as Flink's checkpoints.")
  void extraBuckets(String value) {
    given.put("STILLWAKE_EXTRA_BUCKETS", value);
  }

  @Option(
      names = "--work-days",
      paramLabel = "N",
      description = "Days that is kept what can be made again (default: 14).")
  void workDays(String value) {
    given.put("STILLWAKE_WORK_DAYS", value);
  }

  @Option(
      names = "--idempotency-days",
      paramLabel = "N",
      description = "Days that answers to an Idempotency-Key are kept (default: 2).")
  void idempotencyDays(String value) {
    given.put("STILLWAKE_IDEMPOTENCY_DAYS", value);
  }

  @Option(
      names = "--multipart-days",
      paramLabel = "N",
      description = "Days after which uploads in parts end that were not completed (default: 1).")
  void multipartDays(String value) {
    given.put("STILLWAKE_MULTIPART_DAYS", value);
  }

  @Option(
      names = "--notification-arn",
      paramLabel = "ARN",
      description =
          "Where the store tells of uploads; empty for nowhere"
              + " (default: arn:minio:sqs::STILLWAKE:kafka).")
  void notificationArn(String value) {
    given.put("STILLWAKE_NOTIFICATION_ARN", value);
  }
}
