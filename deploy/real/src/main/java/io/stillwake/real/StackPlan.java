package io.stillwake.real;

import io.stillwake.ingest.setup.SetupConfig;
import io.stillwake.local.StackAddresses;
import io.stillwake.real.server.FlinkCluster;
import io.stillwake.real.server.FlinkRest;
import io.stillwake.real.server.KafkaBroker;
import io.stillwake.real.server.MinioServer;
import io.stillwake.real.server.Parts;
import io.stillwake.real.server.TritonServer;
import io.stillwake.real.server.ZooKeeper;
import io.stillwake.storage.ObjectStoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every server of a stack, in the order in which they need each other.
 *
 * @param stores where events, objects and Flink's pointers are
 * @param engines what runs jobs and models
 * @param parts our own processes
 */
record StackPlan(
    List<Server> stores,
    List<Server> engines,
    List<Server> parts,
    StackFamilies families,
    StackPorts ports,
    FlinkRest flink) {

  /** Of each pool. A second one, with a worker of its own, shows what sharing does. */
  private static final int TRITONS = 2;

  private static final int TASK_MANAGERS = 2;

  static StackPlan of(Path folder, Installed installed) throws IOException {
    StackFamilies families = StackFamilies.of(folder, installed);
    int tritons = TRITONS * families.byPool().size();
    StackPorts ports = StackPorts.of(folder, portNames(tritons));
    String kafka = ports.address("kafka");
    ObjectStoreConfig store = MinioServer.root(ports.port("minio"));

    List<Server> stores =
        List.of(
            KafkaBroker.server(
                folder.resolve("kafka"), installed, ports.port("kafka"), ports.port("controller")),
            MinioServer.server(folder.resolve("minio"), installed, ports.port("minio"), kafka),
            ZooKeeper.server(folder.resolve("zookeeper"), installed, ports.port("zookeeper")));

    FlinkCluster flink =
        new FlinkCluster(
            installed,
            ports.port("flink"),
            ports.address("zookeeper"),
            store,
            FlinkCluster.TASK_MANAGER_HEAP_MB);
    List<Server> engines = new ArrayList<>();
    engines.add(flink.jobManager(folder.resolve("jobmanager")));
    for (int i = 1; i <= TASK_MANAGERS; i++) {
      String name = "taskmanager-" + i;
      engines.add(flink.taskManager(folder.resolve(name), name));
    }
    Parts ours = new Parts(installed, families.folder(), kafka, store);
    List<Server> parts = new ArrayList<>();
    for (String pool : families.byPool().keySet()) {
      TritonServer.Models models =
          new TritonServer.Models(
              families.repositories(pool),
              families.areDiffusion(pool) ? installed.diffusion() : installed.triton("venv"));
      for (int i = 1; i <= TRITONS; i++) {
        // Numbered through all pools.
        int number = parts.size() + 1;
        String triton = "triton-" + number;
        String worker = "worker-" + number;
        TritonServer.Listening listening =
            new TritonServer.Listening(
                ports.port(triton + "-grpc"),
                ports.port(triton + "-http"),
                ports.port(triton + "-metrics"));
        engines.add(
            TritonServer.server(folder.resolve(triton), triton, installed, models, listening));
        parts.add(
            ours.worker(
                folder.resolve(worker),
                worker,
                pool,
                new Parts.BesideTriton(
                    triton,
                    "127.0.0.1:" + listening.grpc(),
                    ports.port(StackPorts.health(worker)))));
      }
    }
    parts.add(ours.ingest(folder.resolve("ingest"), ports.port("api")));
    return new StackPlan(stores, engines, parts, families, ports, new FlinkRest(flink.restUri()));
  }

  /** What the stores have to have before the others start. */
  SetupConfig setup() {
    return SetupConfig.of(
        ports.address("kafka"),
        families.byPool().keySet(),
        MinioServer.root(ports.port("minio")),
        Set.of(FlinkCluster.BUCKET));
  }

  /** All servers, first started first. */
  List<Server> all() {
    return Stream.of(stores, engines, parts).flatMap(List::stream).toList();
  }

  /** The gRPC addresses of all Tritons. */
  List<String> tritons() {
    List<String> addresses = new ArrayList<>();
    for (int i = 1; i <= TRITONS * families.byPool().size(); i++) {
      addresses.add(ports.address("triton-" + i + "-grpc"));
    }
    return addresses;
  }

  /** Where the stack listens; the process id is that of ingest's keeper. */
  StackAddresses addresses(long pid) {
    return new StackAddresses(
        pid,
        URI.create("http://" + ports.address("api")),
        flink.cluster(),
        ports.address("kafka"),
        URI.create("http://" + ports.address("minio")),
        tritons().get(0),
        URI.create("http://" + ports.address("triton-1-metrics") + "/metrics"));
  }

  private static List<String> portNames(int tritons) {
    List<String> names =
        new ArrayList<>(List.of("api", "kafka", "controller", "minio", "zookeeper", "flink"));
    for (int i = 1; i <= tritons; i++) {
      for (String use : List.of("grpc", "http", "metrics")) {
        names.add("triton-" + i + "-" + use);
      }
      names.add(StackPorts.health("worker-" + i));
    }
    return names;
  }
}
