package io.stillwake.real.server;

import io.stillwake.real.Installed;
import io.stillwake.real.Server;
import io.stillwake.storage.ObjectStoreConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Our own processes, started by the scripts of their container images.
 *
 * @param families the folder of the model families
 * @param kafka bootstrap servers
 */
public record Parts(Installed installed, Path families, String kafka, ObjectStoreConfig store) {

  public Server ingest(Path folder, int port) {
    Map<String, String> environment = environment("ingest");
    environment.put("STILLWAKE_PORT", Integer.toString(port));
    return Server.of(
        "ingest",
        folder,
        List.of(installed.startScript("ingest").toString()),
        environment,
        Asked.byHttp(URI.create("http://127.0.0.1:" + port + "/v1/families")));
  }

  /**
   * Where a worker stands.
   *
   * @param triton name of the server beside it, which is ended when the worker gives it up
   * @param grpc host:port of that server
   * @param healthPort of the worker itself
   */
  public record BesideTriton(String triton, String grpc, int healthPort) {}

  /**
   * @param name of the worker and its folder
   */
  public Server worker(Path folder, String name, String pool, BesideTriton place) {
    Map<String, String> environment = environment("worker");
    environment.put("STILLWAKE_WORKER_NAME", name);
    environment.put("STILLWAKE_WORKER_POOL", pool);
    environment.put("STILLWAKE_TRITON", place.grpc());
    environment.put("STILLWAKE_HEALTH_PORT", Integer.toString(place.healthPort()));
    return Server.of(
            name,
            folder,
            List.of(installed.startScript("worker").toString()),
            environment,
            Asked.byHttp(URI.create("http://127.0.0.1:" + place.healthPort() + "/readyz")))
        .restartingWith(place.triton());
  }

  /** How our processes find the store, and those of a part its jars. */
  private Map<String, String> environment(String part) {
    Map<String, String> environment = new HashMap<>(storeEnvironment(store));
    environment.put("STILLWAKE_LIB", installed.lib(part).toString());
    environment.put("STILLWAKE_KAFKA", kafka);
    environment.put("STILLWAKE_FAMILIES", families.toString());
    environment.put("JAVA_OPTS", "-Xmx384m -XX:+UseSerialGC");
    return environment;
  }

  /** {@code STILLWAKE_S3_…} as {@link ObjectStoreConfig#fromEnvironment} reads it. */
  public static Map<String, String> storeEnvironment(ObjectStoreConfig store) {
    return Map.of(
        "STILLWAKE_S3_ENDPOINT", store.endpoint().toString(),
        "STILLWAKE_S3_ACCESS_KEY", store.accessKey(),
        "STILLWAKE_S3_SECRET_KEY", store.secretKey());
  }
}
