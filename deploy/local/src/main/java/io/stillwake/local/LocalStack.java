package io.stillwake.local;

import io.stillwake.inference.triton.TritonModelServer;
import io.stillwake.inference.worker.Worker;
import io.stillwake.inference.worker.WorkerConfig;
import io.stillwake.ingest.IngestConfig;
import io.stillwake.ingest.IngestServer;
import io.stillwake.ingest.setup.report.Report;
import io.stillwake.ingest.setup.topics.SetupTopics;
import io.stillwake.ingest.setup.topics.TopicSettings;
import io.stillwake.jobs.JobName;
import io.stillwake.jobs.JobsConfig;
import io.stillwake.jobs.JobsMain;
import io.stillwake.jobs.family.Families;
import io.stillwake.local.flink.EmbeddedFlink;
import io.stillwake.local.kafka.EmbeddedKafka;
import io.stillwake.local.store.EmbeddedObjectStore;
import io.stillwake.local.triton.EmbeddedTriton;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.ObjectStoreConfig;
import io.stillwake.storage.minio.MinioObjectStore;
import io.stillwake.storage.start.StartUp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole system in this JVM; the parts talk only through Kafka, the store and Triton's protocol.
 */
public final class LocalStack implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LocalStack.class);
  private static final String POOL = "cpu";

  private final DataFolder data;
  private final CloseInReverse parts;
  private final StackAddresses addresses;

  private LocalStack(DataFolder data, CloseInReverse parts, StackAddresses addresses) {
    this.data = data;
    this.parts = parts;
    this.addresses = addresses;
  }

  /**
   * Starts every part and returns when renders are taken.
   *
   * @param progress told the name of each part as it comes up
   * @throws IllegalStateException where another stack runs on the folder
   */
  public static LocalStack start(LocalStackConfig config, Consumer<String> progress)
      throws Exception {
    DataFolder data = DataFolder.take(config.data());
    CloseInReverse parts = new CloseInReverse();
    try {
      if (config.fresh()) {
        data.clear();
      }
      StackAddresses addresses = startParts(config, data, parts, progress);
      addresses.save(data.root());
      return new LocalStack(data, parts, addresses);
    } catch (Exception | Error e) {
      parts.close();
      data.close();
      throw e;
    }
  }

  private static StackAddresses startParts(
      LocalStackConfig config, DataFolder data, CloseInReverse parts, Consumer<String> progress)
      throws Exception {
    Ports ports = parts.add("ports", Ports.choose());
    Path families = config.families();

    Starting<EmbeddedKafka> startingKafka =
        parts.add(
            "Kafka", Starting.async(() -> EmbeddedKafka.start(data.sub("kafka"), ports.kafka())));
    Starting<EmbeddedObjectStore> startingS3 =
        parts.add(
            "object store",
            Starting.async(
                () ->
                    EmbeddedObjectStore.start(
                        data.sub("s3"), ports.s3(), startingKafka.get().bootstrapServers())));
    Starting<EmbeddedTriton> startingTriton =
        parts.add(
            "Triton",
            Starting.async(
                () ->
                    EmbeddedTriton.start(
                        families.resolve("reference/models"), ports.triton(), ports.metrics())));
    Starting<EmbeddedFlink> startingFlink =
        parts.add(
            "Flink",
            Starting.async(() -> EmbeddedFlink.start(data.sub("flink"), ports.flink(), 2)));

    EmbeddedKafka kafka = startingKafka.get();
    Report setup = new Report(false, line -> log.info("setup {}", line));
    // The store makes its own buckets, and takes neither rules nor events.
    // A pool of another family may have workers of its own, elsewhere.
    SetupTopics.run(
        TopicSettings.of(kafka.bootstrapServers(), Families.load(families).pools()), setup);
    setup.requireWell();
    progress.accept("Kafka");

    ObjectStoreConfig storeConfig = startingS3.get().config();
    ObjectStore store = parts.add("store client", MinioObjectStore.connect(storeConfig));
    progress.accept("object store");

    EmbeddedTriton triton = startingTriton.get();
    progress.accept("Triton");

    EmbeddedFlink flink = startingFlink.get();
    JobsConfig jobs = JobsConfig.of(kafka.bootstrapServers(), storeConfig, families.toFile());
    flink.run(
        "stillwake",
        environment -> JobsMain.build(environment, EnumSet.allOf(JobName.class), jobs));
    progress.accept("Flink");

    TritonModelServer models =
        parts.add("Triton client", TritonModelServer.connect(triton.grpcAddress()));
    parts.add(
        "worker",
        Worker.start(
            WorkerConfig.of("local", POOL, kafka.bootstrapServers(), families),
            store,
            models,
            StartUp.patient(),
            Clock.systemUTC()));
    progress.accept("worker");

    IngestServer ingest =
        parts.add(
            "ingest",
            IngestServer.start(
                IngestConfig.local(ports.api(), kafka.bootstrapServers(), families),
                store,
                Clock.systemUTC()));
    progress.accept("ingest");

    return new StackAddresses(
        ProcessHandle.current().pid(),
        ingest.uri(),
        flink.webUi(),
        kafka.bootstrapServers(),
        storeConfig.endpoint(),
        triton.grpcAddress(),
        URI.create(triton.metricsUrl()));
  }

  public StackAddresses addresses() {
    return addresses;
  }

  /** Stops all parts, the last started first; unfinished renders go on at the next start. */
  @Override
  public void close() throws IOException {
    log.info("stack stops folder={}", data.root());
    StackAddresses.forget(data.root());
    parts.close();
    data.close();
  }
}
