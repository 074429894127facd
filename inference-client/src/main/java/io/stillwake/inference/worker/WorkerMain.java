package io.stillwake.inference.worker;

import io.stillwake.inference.ModelServer;
import io.stillwake.inference.triton.TritonModelServer;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.minio.MinioObjectStore;
import io.stillwake.storage.start.KafkaTopics;
import io.stillwake.storage.start.StartRefused;
import io.stillwake.storage.start.StartUp;
import io.stillwake.storage.start.StoreBuckets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker process. It reads {@link WorkerConfig#fromEnvironment}, {@link
 * HealthAddress#fromEnvironment}, {@link StartUp#fromEnvironment}, {@link
 * ObjectStoreConfig#fromEnvironment}, {@code STILLWAKE_TRITON} (host:port of the Triton beside it)
 * and {@code STILLWAKE_SHARED_MEMORY} (the folder of the memory that both can open, {@code
 * /dev/shm}), and drains on SIGTERM. It ends with 3 where its Triton is dead, with 2 where
 * something has to be mended before it can start, and with 1 where a server that it needs did not
 * come.
 */
public final class WorkerMain {

  private static final Logger log = LoggerFactory.getLogger(WorkerMain.class);

  private static final int RETIRED = 3;

  private WorkerMain() {}

  public static void main(String[] args) throws InterruptedException {
    try {
      if (run(System.getenv()) == Worker.End.RETIRED) {
        System.exit(RETIRED);
      }
    } catch (StartRefused e) {
      log.error("worker does not start: {}", e.getMessage());
      System.exit(e.exitStatus());
    }
  }

  private static Worker.End run(Map<String, String> environment) throws InterruptedException {
    InstantSource clock = InstantSource.system();
    WorkerConfig config = StartUp.configured(() -> WorkerConfig.fromEnvironment(environment));
    ObjectStoreConfig storeConfig =
        StartUp.configured(() -> ObjectStoreConfig.fromEnvironment(environment));
    HealthAddress address = StartUp.configured(() -> HealthAddress.fromEnvironment(environment));
    StartingWorker starting = new StartingWorker(config, clock);
    StartUp startUp =
        StartUp.configured(() -> StartUp.fromEnvironment(environment, starting::waits));
    String triton = environment.getOrDefault("STILLWAKE_TRITON", "127.0.0.1:8001");
    Path memory = Path.of(environment.getOrDefault("STILLWAKE_SHARED_MEMORY", "/dev/shm"));

    try (HealthEndpoint health = HealthEndpoint.start(address, starting);
        ObjectStore store = MinioObjectStore.connect(storeConfig);
        ModelServer server = TritonModelServer.connect(triton, memory, config.name())) {
      KafkaTopics topics = new KafkaTopics(config.bootstrap(), WorkerKafka.topics(config.pool()));
      startUp.await(topics.where(), topics);
      StoreBuckets buckets = new StoreBuckets(store, storeConfig);
      startUp.await(buckets.where(), buckets);
      try (Worker worker = Worker.start(config, store, server, startUp, clock)) {
        Runtime.getRuntime().addShutdownHook(new Thread(worker::close, "drain"));
        health.watch(worker);
        return worker.awaitEnd();
      }
    }
  }
}
