package io.stillwake.jobs.kafka;

import com.google.protobuf.Message;
import io.stillwake.proto.DeadLetter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/**
 * Reads topics as one job's consumer group {@code stillwake.<job>}. A fresh group starts at the
 * earliest record; a job that restores goes on where its checkpoint stood.
 */
public final class TopicReader {

  /**
   * Of one partition with each fetch, and of all with each hand-over to Flink, which takes up to
   * three of them ahead: some hundred requests, and so a few ten milliseconds.
   */
  private static final Map<String, String> SMALL_BITES =
      Map.of(
          ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
          Integer.toString(128 * 1024),
          ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
          "100");

  private final StreamExecutionEnvironment env;
  private final String kafka;
  private final String job;
  private final List<DataStream<DeadLetter>> unreadable = new ArrayList<>();

  /**
   * @param kafka bootstrap servers, {@code host:port,…}
   */
  public TopicReader(StreamExecutionEnvironment env, String kafka, String job) {
    this.env = env;
    this.kafka = kafka;
    this.job = job;
  }

  /**
   * The topic's messages. A record that is none does not stop the job: see {@link #unreadable}.
   *
   * @param uid of the source; must never change. Its parsing step is {@code <uid>-parse}
   */
  public <T extends Message> DataStream<T> read(String topic, T prototype, String uid) {
    return parse(raw(topic, uid, Map.of()), topic, prototype, uid);
  }

  /**
   * As {@link #read}, for a topic in whose partitions very different amounts may wait. The consumer
   * fetches anew from all partitions when it has handed over what it fetched last, so small fetches
   * are a round in which no partition waits for long behind another.
   */
  public <T extends Message> DataStream<T> readInTurns(String topic, T prototype, String uid) {
    return parse(raw(topic, uid, SMALL_BITES), topic, prototype, uid);
  }

  private <T extends Message> DataStream<T> parse(
      DataStream<RawRecord> records, String topic, T prototype, String uid) {
    SingleOutputStreamOperator<T> messages =
        records
            .process(new ParseRecord<>(prototype), ProtobufTypeInfo.of(prototype))
            .uid(uid + "-parse")
            .name("parse " + topic);
    unreadable.add(messages.getSideOutput(ParseRecord.UNREADABLE));
    return messages;
  }

  /** The topic's values as UTF-8 text, for payloads that are not ours: bucket events. */
  public DataStream<String> readText(String topic, String uid) {
    return raw(topic, uid, Map.of())
        .map(RawRecord::valueText, Types.STRING)
        .uid(uid + "-parse")
        .name("parse " + topic);
  }

  /**
   * One dead letter per unreadable record of all topics read so far.
   *
   * @throws IllegalStateException before the first {@link #read}
   */
  public DataStream<DeadLetter> unreadable() {
    return unreadable.stream()
        .reduce((left, right) -> left.union(right))
        .orElseThrow(() -> new IllegalStateException("job " + job + " has read no topic yet"));
  }

  @SuppressWarnings("deprecation") // the connector's method still takes Kafka's old enum
  private DataStream<RawRecord> raw(String topic, String uid, Map<String, String> settings) {
    KafkaSourceBuilder<RawRecord> source =
        KafkaSource.<RawRecord>builder()
            .setBootstrapServers(kafka)
            .setTopics(topic)
            .setGroupId("stillwake." + job)
            .setClientIdPrefix(uid)
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setDeserializer(new RawRecordSchema());
    settings.forEach(source::setProperty);
    return env.fromSource(source.build(), WatermarkStrategy.noWatermarks(), topic).uid(uid);
  }
}
