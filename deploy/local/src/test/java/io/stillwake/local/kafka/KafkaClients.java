package io.stillwake.local.kafka;

import io.stillwake.ingest.setup.report.Report;
import io.stillwake.ingest.setup.topics.SetupTopics;
import io.stillwake.ingest.setup.topics.TopicSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes and reads text on one broker, for tests. */
public record KafkaClients(String bootstrapServers) {

  /** A port of the loopback that nobody listens on. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Admin admin() {
    return Admin.create(settings());
  }

  /** Makes every topic of the system, those of the pools among them. */
  public void createTopics(Set<String> pools) {
    Report report = new Report(false, line -> {});
    SetupTopics.run(TopicSettings.of(bootstrapServers, pools), report);
    report.requireWell();
  }

  public KafkaProducer<String, String> producer(String transactionalId) {
    Properties settings = settings();
    if (!transactionalId.isEmpty()) {
      settings.setProperty("transactional.id", transactionalId);
    }
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  /** Writes one record and waits until the broker has it. */
  public void write(String topic, String key, String value) {
    try (KafkaProducer<String, String> producer = producer("")) {
      producer.send(new ProducerRecord<>(topic, key, value)).get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All committed records that a topic holds now, oldest first per partition. */
  public List<ConsumerRecord<String, String>> readAll(String topic) {
    Properties settings = settings();
    settings.setProperty("isolation.level", "read_committed");
    settings.setProperty("auto.offset.reset", "earliest");
    List<ConsumerRecord<String, String>> records = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  Properties settings() {
    Properties settings = new Properties();
    settings.putAll(Map.of("bootstrap.servers", bootstrapServers));
    return settings;
  }
}
