package io.stillwake.inference.worker;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.util.Timestamps;
import io.stillwake.inference.Cancellation;
import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.WorkCancellation;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkerStatus;
import io.stillwake.storage.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The worker's topics, all but its queue, which is the lanes'. */
final class WorkerKafka implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(WorkerKafka.class);

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LONGEST_FETCH = Duration.ofSeconds(1);
  private static final Duration SILENCE = Duration.ofHours(1);
  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final WorkerConfig config;
  private final Backoff backoff;
  private final InstantSource clock;
  private final KafkaProducer<String, byte[]> producer;

  WorkerKafka(WorkerConfig config, Backoff backoff, InstantSource clock) {
    this.config = config;
    this.backoff = backoff;
    this.clock = clock;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.bootstrap(),
                ProducerConfig.CLIENT_ID_CONFIG,
                config.name(),
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                true,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                4L << 20,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                20_000),
            new StringSerializer(),
            new ByteArraySerializer());
  }

  /** Every topic that a worker of the pool reads or writes. */
  static List<String> topics(String pool) {
    List<String> topics = new ArrayList<>(Topics.work(pool));
    topics.addAll(
        List.of(
            Topics.WORK_CANCELLATIONS,
            Topics.WORK_RESULTS,
            Topics.WORKER_STATUS,
            Topics.DEAD_LETTERS));
    return topics;
  }

  /**
   * A lane that pulls from one of the pool's topics.
   *
   * @param number distinguishes it from the other lanes with the same question
   */
  Lane lane(
      Intake.Question question,
      int number,
      Intake intake,
      WorkExecution execution,
      ExecutorService works) {
    String client =
        "%s-%s-%d-%d".formatted(question.topic(), config.name(), question.items(), number);
    return new Lane(
        question,
        number,
        () -> shareConsumer(question, client),
        intake,
        execution,
        works,
        this::bury);
  }

  /**
   * A member of the pool's share group.
   *
   * @param question has the topic it pulls from. Of two, the group's assignor would give it only
   *     one anyway: it deals the partitions out as soon as there are more members than partitions
   */
  private ShareConsumer<String, byte[]> shareConsumer(Intake.Question question, String client) {
    KafkaShareConsumer<String, byte[]> consumer =
        new KafkaShareConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                config.bootstrap(),
                ConsumerConfig.CLIENT_ID_CONFIG,
                client,
                ConsumerConfig.GROUP_ID_CONFIG,
                Topics.workers(config.pool()),
                ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG,
                "explicit",
                // Or the broker hands out whole batches, which then wait behind one call.
                ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG,
                "record_limit",
                ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                question.items(),
                // A consumer that is closed waits for the answer; one that asks more often costs
                // more.
                ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                (int) LONGEST_FETCH.toMillis(),
                // A lane of a busy worker may be silent for long; one that hangs loses its lock.
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                (int) SILENCE.toMillis()),
            new StringDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(question.topic()));
    return consumer;
  }

  /** Keeps trying while Kafka is away: the output is stored, only nobody knows it yet. */
  void announce(WorkResult result) throws IOException, InterruptedException {
    try {
      backoff.retry(
          () -> {
            send(Topics.WORK_RESULTS, result.getRenderId(), result);
            return null;
          },
          e -> e instanceof RetriableException,
          new Cancellation());
    } catch (KafkaException e) {
      throw new IOException("result of work " + result.getWorkId() + " cannot be sent", e);
    }
  }

  /** A status that cannot be sent is not worth a second try: the next one follows in seconds. */
  void report(WorkerStatus status) throws InterruptedException {
    try {
      send(Topics.WORKER_STATUS, status.getWorker(), status);
    } catch (KafkaException e) {
      log.warn("status not sent worker={} reason={}", status.getWorker(), e.getMessage());
    }
  }

  /** A record that no version of this worker can read must not come back to it for ever. */
  private void bury(ConsumerRecord<String, byte[]> record, String why) throws InterruptedException {
    DeadLetter letter =
        DeadLetter.newBuilder()
            .setRenderId(record.key() == null ? "" : record.key())
            .setError(
                RenderError.newBuilder()
                    .setCode(WorkFailed.INVALID_REQUEST)
                    .setMessage("record is no work item: " + why))
            .setAt(Timestamps.fromMillis(clock.millis()))
            .setPayload(ByteString.copyFrom(record.value()))
            .setSourceTopic(record.topic())
            .build();
    log.error("record buried topic={} offset={}", record.topic(), record.offset());
    try {
      send(Topics.DEAD_LETTERS, letter.getRenderId(), letter);
    } catch (KafkaException e) {
      log.error("dead letter not sent topic={}", record.topic(), e);
    }
  }

  /**
   * Tells the listener of every cancellation, from {@code since} on, until ended. For a thread of
   * its own.
   */
  void followCancellations(
      Instant since, Consumer<WorkCancellation> listener, BooleanSupplier ended) {
    while (!ended.getAsBoolean()) {
      try (KafkaConsumer<String, byte[]> consumer = plainConsumer()) {
        assignFrom(consumer, Topics.WORK_CANCELLATIONS, since);
        while (!ended.getAsBoolean()) {
          for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
            cancellation(record).ifPresent(listener);
          }
        }
      } catch (InterruptException e) {
        return;
      } catch (KafkaException e) {
        // The next consumer reads the same stretch again; to hear of a cancellation twice is
        // harmless.
        log.warn("cancellations interrupted worker={}", config.name(), e);
      }
    }
  }

  private static Optional<WorkCancellation> cancellation(ConsumerRecord<String, byte[]> record) {
    try {
      return Optional.of(WorkCancellation.parseFrom(record.value()));
    } catch (InvalidProtocolBufferException e) {
      log.warn("cancellation unreadable offset={}", record.offset(), e);
      return Optional.empty();
    }
  }

  private KafkaConsumer<String, byte[]> plainConsumer() {
    return new KafkaConsumer<>(
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
            config.bootstrap(),
            ConsumerConfig.CLIENT_ID_CONFIG,
            config.name() + "-cancellations",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            false,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            "latest"),
        new StringDeserializer(),
        new ByteArrayDeserializer());
  }

  private static void assignFrom(
      KafkaConsumer<String, byte[]> consumer, String topic, Instant since) {
    Collection<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(partition -> new TopicPartition(topic, partition.partition()))
            .toList();
    consumer.assign(partitions);
    consumer
        .offsetsForTimes(
            partitions.stream()
                .collect(Collectors.toMap(partition -> partition, unused -> since.toEpochMilli())))
        .forEach(
            (partition, offset) -> {
              if (offset == null) {
                consumer.seekToEnd(List.of(partition));
              } else {
                consumer.seek(partition, offset.offset());
              }
            });
  }

  private void send(String topic, String key, MessageLite message) throws InterruptedException {
    try {
      producer.send(new ProducerRecord<>(topic, key, message.toByteArray())).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException failure
          ? failure
          : new KafkaException("topic " + topic + " took no record", e.getCause());
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE);
  }
}
