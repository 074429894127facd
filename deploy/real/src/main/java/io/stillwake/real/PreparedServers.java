package io.stillwake.real;

import io.minio.MinioClient;
import io.minio.SetBucketNotificationArgs;
import io.minio.errors.MinioException;
import io.minio.messages.NotificationConfiguration;
import io.minio.messages.NotificationConfiguration.Filter;
import io.minio.messages.NotificationConfiguration.QueueConfiguration;
import io.stillwake.local.kafka.TopicSetup;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.minio.MinioObjectStore;
import java.util.List;
import java.util.Set;

/** Topics, buckets and bucket events, as the parts expect to find them; what is there stays. */
final class PreparedServers {

  /** Flink's bucket: checkpoints, savepoints, job graphs. */
  static final String CHECKPOINTS = "checkpoints";

  private static final String KAFKA_TARGET = "arn:minio:sqs::STILLWAKE:kafka";

  private PreparedServers() {}

  /**
   * @param kafka bootstrap servers
   */
  static void prepare(String kafka, ObjectStoreConfig store, Set<String> pools)
      throws MinioException {
    try (TopicSetup topics = TopicSetup.at(kafka)) {
      topics.createTopics(pools);
    }
    ObjectLayout layout = ObjectLayout.standard();
    try (ObjectStore buckets = MinioObjectStore.connect(store)) {
      buckets.createBucket(layout.uploadsBucket());
      buckets.createBucket(layout.rendersBucket());
      buckets.createBucket(CHECKPOINTS);
    }
    announceUploads(store, layout.uploadsBucket());
  }

  private static void announceUploads(ObjectStoreConfig store, String bucket)
      throws MinioException {
    QueueConfiguration uploads =
        new QueueConfiguration(
            KAFKA_TARGET,
            "stillwake-uploads",
            List.of("s3:ObjectCreated:*"),
            new Filter("uploads/", null));
    MinioClient client =
        MinioClient.builder()
            .endpoint(store.endpoint().toString())
            .credentials(store.accessKey(), store.secretKey())
            .build();
    client.setBucketNotification(
        SetBucketNotificationArgs.builder()
            .bucket(bucket)
            .config(new NotificationConfiguration(null, List.of(uploads), null, null))
            .build());
  }
}
