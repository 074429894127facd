package io.stillwake.local.store;

import io.stillwake.local.kafka.KafkaClients;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.ObjectStoreContract;
import io.stillwake.storage.minio.MinioObjectStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The real adapter against a real S3 server. */
class EmbeddedObjectStoreContractTest extends ObjectStoreContract {

  @TempDir static Path folder;
  private static EmbeddedObjectStore server;
  private static MinioObjectStore store;

  @BeforeAll
  static void start() {
    // Nothing here touches the uploads bucket, so Kafka is not missed.
    server = EmbeddedObjectStore.start(folder, KafkaClients.freePort(), "127.0.0.1:1");
    store = MinioObjectStore.connect(server.config());
  }

  @AfterAll
  static void stop() {
    store.close();
    server.close();
  }

  @Override
  protected ObjectStore store() {
    return store;
  }
}
