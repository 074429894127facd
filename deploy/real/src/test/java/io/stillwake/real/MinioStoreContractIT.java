package io.stillwake.real;

import io.stillwake.real.server.MinioServer;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.ObjectStoreContract;
import io.stillwake.storage.minio.MinioObjectStore;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The adapter against the server it is named after. */
class MinioStoreContractIT extends ObjectStoreContract {

  private static OneServer minio;
  private static MinioObjectStore store;

  @BeforeAll
  static void start() throws Exception {
    Installed installed = RunningStack.installed();
    Path folder = RunningStack.freshFolder("minio-contract");
    int port = StackPorts.of(folder, List.of("minio")).port("minio");
    // Nothing here is announced, so Kafka is not missed.
    minio = OneServer.start(installed, MinioServer.server(folder, installed, port, "127.0.0.1:1"));
    store = MinioObjectStore.connect(MinioServer.root(port));
    store.createBucket(ObjectLayout.standard().uploadsBucket());
    store.createBucket(ObjectLayout.standard().rendersBucket());
  }

  @AfterAll
  static void stop() throws Exception {
    store.close();
    minio.close();
  }

  @Override
  protected ObjectStore store() {
    return store;
  }
}
