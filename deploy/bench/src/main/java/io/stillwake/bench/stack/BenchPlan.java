package io.stillwake.bench.stack;

import io.stillwake.bench.gpu.VirtualFamily;
import io.stillwake.real.Installed;
import io.stillwake.real.Server;
import io.stillwake.real.StackPorts;
import io.stillwake.real.server.FlinkCluster;
import io.stillwake.real.server.FlinkRest;
import io.stillwake.real.server.KafkaBroker;
import io.stillwake.real.server.MinioServer;
import io.stillwake.real.server.Parts;
import io.stillwake.real.server.ZooKeeper;
import io.stillwake.storage.ObjectStoreConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every server of a bench, in the order in which they need each other: all real but the GPUs.
 *
 * @param stores where records, objects and Flink's pointers are
 * @param engines Flink's cluster and the virtual GPUs
 * @param parts our own processes: a worker beside each GPU, and ingest where the flow is whole
 * @param gpus their names
 */
record BenchPlan(
    List<Server> stores,
    List<Server> engines,
    List<Server> parts,
    List<String> gpus,
    StackPorts ports,
    FlinkRest flink) {

  static final String INGEST = "ingest";

  private static final String TASK_MANAGER = "taskmanager-1";

  static BenchPlan of(Path folder, Installed installed, BenchShape shape) throws IOException {
    StackPorts ports = StackPorts.of(folder, portNames(shape));
    ObjectStoreConfig store = MinioServer.root(ports.port("minio"));
    FlinkCluster flink =
        new FlinkCluster(
            installed,
            ports.port("flink"),
            ports.address("zookeeper"),
            store,
            shape.taskManagerHeapMb());
    List<Server> engines = new ArrayList<>();
    engines.add(flink.jobManager(folder.resolve("jobmanager")));
    engines.add(flink.taskManager(folder.resolve(TASK_MANAGER), TASK_MANAGER));
    Parts ours = new Parts(installed, families(folder), ports.address("kafka"), store);
    List<Server> parts = new ArrayList<>();
    List<String> gpus = new ArrayList<>();
    for (int i = 1; i <= shape.gpus(); i++) {
      String gpu = gpu(i);
      String worker = worker(i);
      gpus.add(gpu);
      engines.add(
          GpuServer.server(
              folder.resolve(gpu),
              installed,
              gpu,
              ports.port(gpu),
              ports.port(admin(gpu)),
              shape.slots()));
      parts.add(
          ours.worker(
              folder.resolve(worker),
              worker,
              VirtualFamily.NAME,
              new Parts.BesideTriton(
                  gpu, ports.address(gpu), ports.port(StackPorts.health(worker)))));
    }
    if (shape.flow() == BenchShape.Flow.WHOLE) {
      parts.add(ours.ingest(folder.resolve(INGEST), ports.port(INGEST)));
    }
    return new BenchPlan(
        List.of(
            KafkaBroker.server(
                folder.resolve("kafka"), installed, ports.port("kafka"), ports.port("controller")),
            MinioServer.server(
                folder.resolve("minio"), installed, ports.port("minio"), ports.address("kafka")),
            ZooKeeper.server(folder.resolve("zookeeper"), installed, ports.port("zookeeper"))),
        engines,
        parts,
        gpus,
        ports,
        new FlinkRest(flink.restUri()));
  }

  /** Where the descriptor of the virtual family is. */
  static Path families(Path folder) {
    return folder.resolve("families");
  }

  static String admin(String gpu) {
    return gpu + "-admin";
  }

  private static String gpu(int number) {
    return "gpu-" + number;
  }

  private static String worker(int number) {
    return "worker-" + number;
  }

  private static List<String> portNames(BenchShape shape) {
    List<String> names =
        new ArrayList<>(List.of("kafka", "controller", "minio", "zookeeper", "flink", INGEST));
    for (int i = 1; i <= shape.gpus(); i++) {
      names.addAll(List.of(gpu(i), admin(gpu(i)), StackPorts.health(worker(i))));
    }
    return names;
  }
}
