package io.stillwake.ingest;

import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.minio.MinioObjectStore;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Runs ingest alone, configured by the environment. */
public final class IngestMain {

  private IngestMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    Map<String, String> environment = System.getenv();
    IngestConfig config = IngestConfig.fromEnvironment(environment);
    ObjectStore store = MinioObjectStore.connect(ObjectStoreConfig.fromEnvironment(environment));
    IngestServer server = IngestServer.start(config, store, InstantSource.system());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  store.close();
                },
                "ingest-stop"));
    new CountDownLatch(1).await();
  }
}
