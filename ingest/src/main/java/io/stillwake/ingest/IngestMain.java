package io.stillwake.ingest;

import io.stillwake.ingest.status.StatusFeed;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.minio.MinioObjectStore;
import io.stillwake.storage.start.KafkaTopics;
import io.stillwake.storage.start.StartRefused;
import io.stillwake.storage.start.StartUp;
import io.stillwake.storage.start.StoreBuckets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs ingest alone, configured by the environment. It listens at once and says at {@code /readyz}
 * what it still waits for; it ends with 2 where something has to be mended first, and with 1 where
 * Kafka or the store did not come within {@code STILLWAKE_START_PATIENCE}.
 */
public final class IngestMain {

  private static final Logger log = LoggerFactory.getLogger(IngestMain.class);

  private IngestMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    try {
      run(System.getenv());
      new CountDownLatch(1).await();
    } catch (StartRefused e) {
      log.error("ingest does not start: {}", e.getMessage());
      System.exit(e.exitStatus());
    }
  }

  private static void run(Map<String, String> environment) throws InterruptedException {
    IngestConfig config = StartUp.configured(() -> IngestConfig.fromEnvironment(environment));
    ObjectStoreConfig storeConfig =
        StartUp.configured(() -> ObjectStoreConfig.fromEnvironment(environment));
    StartUp startUp = StartUp.configured(() -> StartUp.fromEnvironment(environment, line -> {}));
    ObjectStore store = MinioObjectStore.connect(storeConfig);
    IngestServer server =
        StartUp.configured(() -> IngestServer.start(config, store, InstantSource.system()));
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  store.close();
                },
                "ingest-stop"));
    KafkaTopics topics = new KafkaTopics(config.kafka(), StatusFeed.TOPICS);
    startUp.await(topics.where(), topics);
    StoreBuckets buckets = new StoreBuckets(store, storeConfig);
    startUp.await(buckets.where(), buckets);
  }
}
