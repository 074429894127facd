package io.stillwake.jobs.kafka;

import com.google.protobuf.Message;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.WorkRequest;
import io.stillwake.storage.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Makes one job's Kafka sinks. */
public final class TopicWriter {

  /** Brokers refuse more than 15 minutes; a longer outage loses the open transaction. */
  private static final Duration TRANSACTION_TIMEOUT = Duration.ofMinutes(15);

  private final String kafka;
  private final String job;

  /**
   * @param kafka bootstrap servers, {@code host:port,…}
   */
  public TopicWriter(String kafka, String job) {
    this.kafka = kafka;
    this.job = job;
  }

  /** At least once. */
  public <T extends Message> KafkaSink<T> sink(String topic, SerializableFunction<T, String> key) {
    return atLeastOnce(MessageRecord.to(topic, key, message -> List.of()));
  }

  /** At least once, to the topic that each message names. */
  public <T extends Message> KafkaSink<T> sink(
      SerializableFunction<T, String> topic, SerializableFunction<T, String> key) {
    return atLeastOnce(MessageRecord.toEach(topic, key));
  }

  /** To {@code work-requests}, at least once, each tenant's in one partition. */
  public KafkaSink<WorkRequest> requests() {
    return atLeastOnce(new RequestRecord());
  }

  /** To {@code render-progress}, at least once, with CloudEvents headers. */
  public KafkaSink<RenderProgress> progress() {
    return atLeastOnce(
        MessageRecord.to(
            Topics.RENDER_PROGRESS,
            RenderProgress::getRenderId,
            progress -> CloudEvent.of(progress).headers()));
  }

  /**
   * To {@code render-events}, exactly once, with CloudEvents headers. One per job: its transactions
   * are named by the job.
   */
  public KafkaSink<RenderEvent> events() {
    String source = job;
    return builder(
            MessageRecord.<RenderEvent>to(
                Topics.RENDER_EVENTS,
                RenderEvent::getRenderId,
                event -> CloudEvent.of(event, source).headers()))
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        // A sink that starts aborts every open transaction whose id starts with its prefix; the
        // slash keeps one job's prefix from being the start of another's.
        .setTransactionalIdPrefix("stillwake/" + job + "/")
        // Ids are used again. The other strategy takes a new one at every checkpoint, and the
        // broker remembers each for a week.
        .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
        .setProperty(
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
            Long.toString(TRANSACTION_TIMEOUT.toMillis()))
        .build();
  }

  private <T> KafkaSink<T> atLeastOnce(KafkaRecordSerializationSchema<T> record) {
    return builder(record).setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE).build();
  }

  private <T> KafkaSinkBuilder<T> builder(KafkaRecordSerializationSchema<T> record) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(kafka)
        .setRecordSerializer(record)
        .setProperty(ProducerConfig.ACKS_CONFIG, "all")
        .setProperty(ProducerConfig.LINGER_MS_CONFIG, "0");
  }
}
