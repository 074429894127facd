package io.stillwake.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Message;
import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/** Turns a message into a record: its topic, its key in UTF-8, its bytes and its headers. */
final class MessageRecord<T extends Message>
    implements KafkaRecordSerializationSchema<T>, KafkaDatasetFacetProvider {

  private final List<String> knownTopics;
  private final SerializableFunction<T, String> topic;
  private final SerializableFunction<T, String> key;
  private final SerializableFunction<T, List<Header>> headers;

  private MessageRecord(
      List<String> knownTopics,
      SerializableFunction<T, String> topic,
      SerializableFunction<T, String> key,
      SerializableFunction<T, List<Header>> headers) {
    this.knownTopics = knownTopics;
    this.topic = topic;
    this.key = key;
    this.headers = headers;
  }

  static <T extends Message> MessageRecord<T> to(
      String topic,
      SerializableFunction<T, String> key,
      SerializableFunction<T, List<Header>> headers) {
    return new MessageRecord<>(List.of(topic), message -> topic, key, headers);
  }

  /** The topic is chosen by each message; headers stay empty. */
  static <T extends Message> MessageRecord<T> toEach(
      SerializableFunction<T, String> topic, SerializableFunction<T, String> key) {
    return new MessageRecord<>(List.of(), topic, key, message -> List.of());
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T message, KafkaSinkContext context, Long timestamp) {
    // No timestamp of the source's: the record is as old as its own writing, whatever led to it.
    return new ProducerRecord<>(
        topic.apply(message),
        null,
        null,
        key.apply(message).getBytes(UTF_8),
        message.toByteArray(),
        headers.apply(message));
  }

  /** A pooled transactional sink asks the broker for open transactions on these topics. */
  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return knownTopics.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(knownTopics)));
  }
}
