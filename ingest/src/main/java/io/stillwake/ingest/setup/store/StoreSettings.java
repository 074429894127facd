package io.stillwake.ingest.setup.store;

import io.stillwake.storage.ObjectStoreConfig;
import java.util.Objects;
import java.util.Set;

/**
 * What the buckets shall be.
 *
 * @param store how to reach it, as somebody who may change buckets
 * @param extraBuckets made beside our own, such as one for Flink's checkpoints
 * @param workDays how long is kept what can be made again
 * @param idempotencyDays how long answers to requests with an Idempotency-Key are kept
 * @param multipartDays after how long an upload in parts that was not ended is dropped
 * @param notificationArn where the store tells of uploads; empty for nowhere
 */
public record StoreSettings(
    ObjectStoreConfig store,
    Set<String> extraBuckets,
    int workDays,
    int idempotencyDays,
    int multipartDays,
    String notificationArn) {

  public static final int DEFAULT_WORK_DAYS = 14;

  /** Ingest believes them for 24 hours, and stores count whole days. */
  public static final int DEFAULT_IDEMPOTENCY_DAYS = 2;

  public static final int DEFAULT_MULTIPART_DAYS = 1;

  /** MinIO's Kafka target whose variables end in {@code _STILLWAKE}. */
  public static final String DEFAULT_NOTIFICATION_ARN = "arn:minio:sqs::STILLWAKE:kafka";

  public StoreSettings {
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(notificationArn, "notificationArn");
    extraBuckets = Set.copyOf(extraBuckets);
    requireDays("work days", workDays);
    requireDays("idempotency days", idempotencyDays);
    requireDays("multipart days", multipartDays);
  }

  /** Everything by default. */
  public static StoreSettings of(ObjectStoreConfig store, Set<String> extraBuckets) {
    return new StoreSettings(
        store,
        extraBuckets,
        DEFAULT_WORK_DAYS,
        DEFAULT_IDEMPOTENCY_DAYS,
        DEFAULT_MULTIPART_DAYS,
        DEFAULT_NOTIFICATION_ARN);
  }

  private static void requireDays(String name, int days) {
    if (days < 1) {
      throw new IllegalArgumentException("%s: %d (expected: 1 or more)".formatted(name, days));
    }
  }
}
