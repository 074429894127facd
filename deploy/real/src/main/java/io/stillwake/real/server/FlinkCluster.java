package io.stillwake.real.server;

import io.stillwake.real.Installed;
import io.stillwake.real.Server;
import io.stillwake.storage.ObjectStoreConfig;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A standalone Flink cluster: one JobManager whose jobs ZooKeeper remembers, and TaskManagers;
 * checkpoints, savepoints and job graphs in the object store.
 *
 * @param zookeeper host:port
 * @param taskManagerHeapMb of each; state is kept outside of it
 */
public record FlinkCluster(
    Installed installed,
    int restPort,
    String zookeeper,
    ObjectStoreConfig store,
    int taskManagerHeapMb) {

  /** Its bucket: checkpoints, savepoints, job graphs. */
  public static final String BUCKET = "checkpoints";

  /** Three jobs at a parallelism of four, with slots to spare while a job starts anew. */
  private static final int SLOTS = 6;

  private static final int JOB_MANAGER_HEAP_MB = 512;
  public static final int TASK_MANAGER_HEAP_MB = 512;
  private static final int FRAMEWORK_HEAP_MB = 128;

  private static final List<String> OPENED =
      List.of(
          "java.lang", "java.util", "java.util.concurrent", "java.net", "java.nio", "java.time");

  public Server jobManager(Path folder) throws IOException {
    return Server.of(
        "jobmanager",
        folder,
        command(
            folder,
            JOB_MANAGER_HEAP_MB,
            "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint",
            Map.of()),
        environment(),
        Asked.byHttp(URI.create("http://127.0.0.1:" + restPort + "/jobs/overview")));
  }

  /**
   * @param name of its folder
   */
  public Server taskManager(Path folder, String name) throws IOException {
    return Server.of(
        name,
        folder,
        command(
            folder,
            taskManagerHeapMb,
            "org.apache.flink.runtime.taskexecutor.TaskManagerRunner",
            Map.of("taskmanager.resource-id", name)),
        environment(),
        () -> new FlinkRest(restUri()).taskManagers().contains(name));
  }

  public URI restUri() {
    return URI.create("http://127.0.0.1:" + restPort);
  }

  private List<String> command(
      Path folder, int heapMegabytes, String main, Map<String, String> ownSettings)
      throws IOException {
    Path conf = Files.createDirectories(folder.resolve("conf"));
    Map<String, String> settings = new java.util.TreeMap<>(settings(folder));
    settings.putAll(ownSettings);
    StringBuilder yaml = new StringBuilder();
    settings.forEach((key, value) -> yaml.append(key).append(": \"").append(value).append("\"\n"));
    Files.writeString(conf.resolve("config.yaml"), yaml);
    Path log = conf.resolve("log4j2.properties");
    Files.writeString(
        log,
        """
        rootLogger.level = INFO
        rootLogger.appenderRef.out.ref = out
        appender.out.name = out
        appender.out.type = CONSOLE
        appender.out.layout.type = PatternLayout
        appender.out.layout.pattern = %d{ISO8601} %-5p %c{1} %m%n
        logger.kafka.name = org.apache.kafka
        logger.kafka.level = WARN
        logger.pekko.name = org.apache.pekko
        logger.pekko.level = WARN
        """);
    List<String> options =
        new ArrayList<>(
            List.of(
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:MaxMetaspaceSize=384m",
                "-Dlog4j.configurationFile=" + log));
    for (String each : OPENED) {
      options.add("--add-opens=java.base/" + each + "=ALL-UNNAMED");
    }
    return JavaCommand.of(
        options, installed.flink().resolve("lib") + "/*", main, "--configDir", conf.toString());
  }

  private Map<String, String> settings(Path folder) {
    Map<String, String> settings = new HashMap<>();
    settings.put("jobmanager.rpc.address", "127.0.0.1");
    settings.put("jobmanager.bind-host", "127.0.0.1");
    settings.put("jobmanager.rpc.port", "0");
    settings.put("rest.address", "127.0.0.1");
    settings.put("rest.bind-address", "127.0.0.1");
    settings.put("rest.port", Integer.toString(restPort));
    settings.put("rest.bind-port", Integer.toString(restPort));
    settings.put("taskmanager.host", "127.0.0.1");
    settings.put("taskmanager.bind-host", "127.0.0.1");
    settings.put("io.tmp.dirs", folder.resolve("tmp").toString());

    settings.put("high-availability.type", "zookeeper");
    settings.put("high-availability.zookeeper.quorum", zookeeper);
    settings.put("high-availability.storageDir", s3("ha"));
    // A job must not be given up because ZooKeeper blinked.
    settings.put("high-availability.zookeeper.client.tolerate-suspended-connections", "true");
    settings.put("high-availability.zookeeper.client.session-timeout", "6 s");
    settings.put("execution.checkpointing.dir", s3("checkpoints"));
    settings.put("execution.checkpointing.savepoint-dir", s3("savepoints"));
    // What waits may be many; a checkpoint stores what changed since the last one.
    settings.put("state.backend.type", "rocksdb");
    settings.put("execution.checkpointing.incremental", "true");
    // Or a look at one of a million items unpacks an index of megabytes.
    settings.put("state.backend.rocksdb.memory.partitioned-index-filters", "true");
    settings.put("state.backend.rocksdb.use-bloom-filter", "true");
    // The plugin would look for a cloud's credentials for half a minute before it takes ours.
    settings.put("security.delegation.tokens.enabled", "false");
    settings.put("s3.endpoint", store.endpoint().toString());
    settings.put("s3.path.style.access", "true");
    settings.put("s3.access-key", store.accessKey());
    settings.put("s3.secret-key", store.secretKey());

    // A job whose TaskManager is gone goes on with what is left, and takes more when it comes.
    settings.put("jobmanager.scheduler", "adaptive");
    settings.put("jobmanager.adaptive-scheduler.submission.resource-stabilization-timeout", "1 s");
    settings.put("jobmanager.adaptive-scheduler.executing.cooldown-after-rescaling", "1 s");
    settings.put("jobmanager.adaptive-scheduler.executing.resource-stabilization-timeout", "1 s");
    // New work is to start within ten seconds of the death of a TaskManager.
    settings.put("heartbeat.interval", "1 s");
    settings.put("heartbeat.timeout", "6 s");

    settings.put("taskmanager.numberOfTaskSlots", Integer.toString(SLOTS));
    // Spelt out, since no shell script works them out from the size of the process.
    settings.put("taskmanager.cpu.cores", "1.0");
    settings.put(
        "taskmanager.memory.task.heap.size", taskManagerHeapMb - FRAMEWORK_HEAP_MB + " mb");
    settings.put("taskmanager.memory.framework.heap.size", FRAMEWORK_HEAP_MB + " mb");
    settings.put("taskmanager.memory.task.off-heap.size", "0 mb");
    settings.put("taskmanager.memory.framework.off-heap.size", "128 mb");
    settings.put("taskmanager.memory.managed.size", "192 mb");
    settings.put("taskmanager.memory.network.min", "96 mb");
    settings.put("taskmanager.memory.network.max", "96 mb");
    settings.put("taskmanager.memory.jvm-metaspace.size", "384 mb");
    settings.put("taskmanager.memory.jvm-overhead.min", "192 mb");
    settings.put("taskmanager.memory.jvm-overhead.max", "192 mb");
    return settings;
  }

  private String s3(String prefix) {
    return "s3://" + BUCKET + "/" + prefix;
  }

  /** The jobs find the store by what the JobManager's process is told. */
  private Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(Parts.storeEnvironment(store));
    environment.put("FLINK_PLUGINS_DIR", installed.flink().resolve("plugins").toString());
    environment.put("FLINK_LIB_DIR", installed.flink().resolve("lib").toString());
    // The S3 plugin asks a cloud's metadata service for its region, and waits, where there is none.
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    return environment;
  }
}
