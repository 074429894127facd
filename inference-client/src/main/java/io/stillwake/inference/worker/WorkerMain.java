package io.stillwake.inference.worker;

import io.stillwake.inference.ModelServer;
import io.stillwake.inference.triton.TritonModelServer;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.minio.MinioObjectStore;
import java.time.InstantSource;
import java.util.Map;

/**
 * A worker process. It reads {@link WorkerConfig#fromEnvironment}, {@link
 * ObjectStoreConfig#fromEnvironment} and {@code STILLWAKE_TRITON} (host:port of the Triton beside
 * it), drains on SIGTERM, and exits with 3 where its Triton is dead.
 */
public final class WorkerMain {

  private static final int RETIRED = 3;

  private WorkerMain() {}

  public static void main(String[] args) throws Exception {
    Map<String, String> environment = System.getenv();
    WorkerConfig config = WorkerConfig.fromEnvironment(environment);
    String triton = environment.getOrDefault("STILLWAKE_TRITON", "127.0.0.1:8001");
    try (ObjectStore store =
            MinioObjectStore.connect(ObjectStoreConfig.fromEnvironment(environment));
        ModelServer server = TritonModelServer.connect(triton);
        Worker worker = Worker.start(config, store, server, InstantSource.system())) {
      Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "drain"));
      if (worker.awaitEnd() == Worker.End.RETIRED) {
        System.exit(RETIRED);
      }
    }
  }
}
