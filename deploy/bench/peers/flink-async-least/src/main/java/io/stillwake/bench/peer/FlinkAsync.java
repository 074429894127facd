package io.stillwake.bench.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.util.retryable.AsyncRetryStrategies;
import org.apache.flink.streaming.util.retryable.RetryPredicates;

/**
 * Works from one Kafka topic, an asynchronous call for each, results into another: what one writes
 * with Flink alone. Job and task manager are in this JVM; started again, it goes on from its last
 * checkpoint.
 */
public final class FlinkAsync {

  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final int ATTEMPTS = 4;
  private static final long BACKOFF_MS = 1_000;

  private FlinkAsync() {}

  /**
   * @param arguments Kafka's servers, the topics of works and results, GPU addresses with commas,
   *     how many slots the GPUs have, a folder for checkpoints, {@code least} or {@code round}
   */
  public static void main(String[] arguments) throws Exception {
    String kafka = arguments[0];
    List<String> gpus = List.of(arguments[3].split(","));
    int slots = Integer.parseInt(arguments[4]);
    Gpus.Choice choice = Gpus.Choice.valueOf(arguments[6].toUpperCase(Locale.ROOT));
    StreamExecutionEnvironment flink =
        StreamExecutionEnvironment.createLocalEnvironment(1, settings(Path.of(arguments[5])));
    DataStream<String> works =
        flink.fromSource(source(kafka, arguments[1]), WatermarkStrategy.noWatermarks(), "works");
    AsyncDataStream.unorderedWaitWithRetry(
            works,
            new Infer(gpus, choice, slots + 2),
            LONGEST.toMillis(),
            TimeUnit.MILLISECONDS,
            slots + 2,
            new AsyncRetryStrategies.FixedDelayRetryStrategyBuilder<String>(ATTEMPTS, BACKOFF_MS)
                .ifException(RetryPredicates.HAS_EXCEPTION_PREDICATE)
                .build())
        .sinkTo(sink(kafka, arguments[2]));
    flink.execute("async I/O");
  }

  private static Configuration settings(Path checkpoints) throws IOException {
    Configuration settings = new Configuration();
    settings.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    settings.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(10));
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    settings.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    latest(checkpoints)
        .ifPresent(
            kept -> settings.set(StateRecoveryOptions.SAVEPOINT_PATH, kept.toUri().toString()));
    return settings;
  }

  /** The last complete checkpoint that an earlier process has left in the folder. */
  private static Optional<Path> latest(Path checkpoints) throws IOException {
    if (!Files.exists(checkpoints)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(checkpoints)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .max(Comparator.comparing(file -> file.toFile().lastModified()))
          .map(Path::getParent);
    }
  }

  private static KafkaSource<String> source(String kafka, String topic) {
    return KafkaSource.<String>builder()
        .setBootstrapServers(kafka)
        .setTopics(topic)
        .setGroupId(topic)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setValueOnlyDeserializer(new SimpleStringSchema())
        .build();
  }

  private static KafkaSink<String> sink(String kafka, String topic) {
    return KafkaSink.<String>builder()
        .setBootstrapServers(kafka)
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(
            KafkaRecordSerializationSchema.<String>builder()
                .setTopic(topic)
                .setValueSerializationSchema(new SimpleStringSchema())
                .build())
        .build();
  }
}
