package io.stillwake.real.server;

import io.stillwake.real.Installed;
import io.stillwake.real.Server;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.Topics;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real MinIO, with a Kafka target for bucket events that keeps them while Kafka is away. */
public final class MinioServer {

  /** The only user of a stack on the loopback. */
  public static final String ROOT_USER = "stillwake-root";

  public static final String ROOT_PASSWORD = "stillwake-root-secret";

  private static final String REGION = "us-east-1";

  private MinioServer() {}

  /** How to reach it as the root user. */
  public static ObjectStoreConfig root(int port) {
    URI endpoint = URI.create("http://127.0.0.1:" + port);
    return new ObjectStoreConfig(endpoint, endpoint, REGION, ROOT_USER, ROOT_PASSWORD, true);
  }

  /**
   * @param kafka bootstrap servers; need not be up
   */
  public static Server server(Path folder, Installed installed, int port, String kafka) {
    Map<String, String> environment = new HashMap<>();
    environment.put("MINIO_ROOT_USER", ROOT_USER);
    environment.put("MINIO_ROOT_PASSWORD", ROOT_PASSWORD);
    environment.put("MINIO_BROWSER", "off");
    environment.put("MINIO_UPDATE", "off");
    // An upload is answered once its event is in the queue folder: without it a kill loses events.
    environment.put("MINIO_API_SYNC_EVENTS", "on");
    environment.put("MINIO_NOTIFY_KAFKA_ENABLE_STILLWAKE", "on");
    environment.put("MINIO_NOTIFY_KAFKA_BROKERS_STILLWAKE", kafka);
    environment.put("MINIO_NOTIFY_KAFKA_TOPIC_STILLWAKE", Topics.UPLOADS);
    environment.put("MINIO_NOTIFY_KAFKA_QUEUE_DIR_STILLWAKE", folder.resolve("events").toString());
    return Server.of(
        "minio",
        folder,
        List.of(
            installed.minio().toString(),
            "server",
            "--quiet",
            "--address",
            "127.0.0.1:" + port,
            folder.resolve("data").toString()),
        environment,
        Asked.byHttp(URI.create("http://127.0.0.1:" + port + "/minio/health/ready")));
  }
}
