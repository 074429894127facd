package io.stillwake.bench.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.stillwake.real.server.MinioServer;
import io.stillwake.storage.ObjectStoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Where a bench listens, as {@code addresses.json} in its folder.
 *
 * @param kafka host:port
 * @param flink URI of its REST API
 * @param api URI of ingest, which listens where the flow is whole
 * @param gpus in the order of their names
 */
public record BenchAddresses(String kafka, String flink, String api, S3 s3, List<Gpu> gpus) {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final String FILE = "addresses.json";

  /** The object store, with the credentials of a stack on the loopback. */
  public record S3(String endpoint, String accessKey, String secretKey) {

    public ObjectStoreConfig config() {
      return ObjectStoreConfig.fromEnvironment(
          Map.of(
              "STILLWAKE_S3_ENDPOINT", endpoint,
              "STILLWAKE_S3_ACCESS_KEY", accessKey,
              "STILLWAKE_S3_SECRET_KEY", secretKey));
    }
  }

  /**
   * A virtual GPU.
   *
   * @param grpc host:port of Triton's protocol
   * @param admin host:port of its faults
   * @param log file of its slots
   */
  public record Gpu(String name, String grpc, String admin, String log) {}

  static BenchAddresses of(BenchPlan plan, Path folder) {
    ObjectStoreConfig store = MinioServer.root(plan.ports().port("minio"));
    List<Gpu> gpus = new ArrayList<>();
    for (String name : plan.gpus()) {
      gpus.add(
          new Gpu(
              name,
              plan.ports().address(name),
              plan.ports().address(BenchPlan.admin(name)),
              GpuServer.log(folder.resolve(name)).toString()));
    }
    return new BenchAddresses(
        plan.ports().address("kafka"),
        plan.flink().cluster().toString(),
        "http://" + plan.ports().address(BenchPlan.INGEST),
        new S3(store.endpoint().toString(), store.accessKey(), store.secretKey()),
        gpus);
  }

  void save(Path folder) throws IOException {
    JSON.writeValue(folder.resolve(FILE).toFile(), this);
  }

  /** Those of a stack that is up. */
  public static BenchAddresses read(Path folder) throws IOException {
    return JSON.readValue(folder.resolve(FILE).toFile(), BenchAddresses.class);
  }
}
