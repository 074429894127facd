package io.stillwake.jobs.kafka;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the end of topics once, outside of Flink's sources and their offsets.
 *
 * @param kafka bootstrap servers, {@code host:port,…}
 */
public record TopicTail(String kafka) implements Serializable {

  private static final long serialVersionUID = 1L;
  private static final Duration POLL = Duration.ofMillis(200);

  /**
   * The messages from a moment on until now; of a topic's order only that of each partition is
   * kept.
   *
   * @param since epoch milliseconds
   * @throws IllegalStateException where a record cannot be read
   */
  public <T> List<T> since(List<String> topics, long since, Parser<T> parser) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, kafka),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> ends = seek(consumer, topics, since);
      List<T> messages = new ArrayList<>();
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          messages.add(parser.parseFrom(record.value()));
        }
      }
      return messages;
    } catch (InvalidProtocolBufferException e) {
      throw new IllegalStateException("topics %s hold what cannot be read".formatted(topics), e);
    }
  }

  /** To the first record of each partition that is young enough; returns where they end now. */
  private static Map<TopicPartition, Long> seek(
      KafkaConsumer<byte[], byte[]> consumer, List<String> topics, long since) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(
              partition -> wanted.put(new TopicPartition(topic, partition.partition()), since));
    }
    consumer.assign(wanted.keySet());
    Map<TopicPartition, Long> ends = consumer.endOffsets(wanted.keySet());
    Map<TopicPartition, OffsetAndTimestamp> first = consumer.offsetsForTimes(wanted);
    ends.forEach(
        (partition, end) -> {
          OffsetAndTimestamp found = first.get(partition);
          consumer.seek(partition, found == null ? end : found.offset());
        });
    return ends;
  }
}
