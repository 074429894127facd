package io.stillwake.local.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventOutboxTest {

  @TempDir Path folder;

  @Test
  void sendsInOrderAndForgetsWhatWasTaken() throws Exception {
    MockProducer<String, String> kafka = producer(true);
    try (EventOutbox outbox = EventOutbox.open(folder, kafka)) {
      outbox.add(event("uploads/a"));
      outbox.add(event("uploads/b"));

      await().until(() -> kept().isEmpty());
    }

    assertThat(kafka.history()).extracting(ProducerRecord::topic).containsOnly("uploads");
    assertThat(kafka.history())
        .extracting(ProducerRecord::key)
        .containsExactly("uploads/a", "uploads/b");
    assertThat(kafka.history().get(0).value()).isEqualTo("{\"Key\":\"uploads/a\"}");
  }

  @Test
  void keepsAnEventThatKafkaDoesNotTakeAndTriesAgain() {
    MockProducer<String, String> kafka = producer(false);
    try (EventOutbox outbox = EventOutbox.open(folder, kafka)) {
      outbox.add(event("uploads/a"));
      outbox.add(event("uploads/b"));
      await().until(() -> kafka.errorNext(new TimeoutException("Kafka is away")));
      assertThat(kept()).hasSize(2);

      await().until(kafka::completeNext);
      await().until(kafka::completeNext);
      await().until(() -> kept().isEmpty());
    } catch (IOException e) {
      throw new AssertionError(e);
    }

    assertThat(kafka.history())
        .extracting(ProducerRecord::key)
        .containsExactly("uploads/a", "uploads/a", "uploads/b");
  }

  @Test
  void sendsFirstWhatAnEarlierProcessLeft() throws Exception {
    try (EventOutbox outbox = EventOutbox.open(folder, producer(false))) {
      outbox.add(event("uploads/a"));
      outbox.add(event("uploads/b"));
    }
    MockProducer<String, String> kafka = producer(true);

    try (EventOutbox outbox = EventOutbox.open(folder, kafka)) {
      outbox.add(event("uploads/c"));
      await().until(() -> kept().isEmpty());
    }

    assertThat(kafka.history())
        .extracting(ProducerRecord::key)
        .containsExactly("uploads/a", "uploads/b", "uploads/c");
  }

  @Test
  void doesNotLetARefusedEventHoldUpTheNext() throws Exception {
    MockProducer<String, String> kafka = producer(false);
    try (EventOutbox outbox = EventOutbox.open(folder, kafka)) {
      outbox.add(event("uploads/a"));
      outbox.add(event("uploads/b"));
      await().until(() -> kafka.errorNext(new RecordTooLargeException()));

      await().until(kafka::completeNext);
      await().until(() -> kept().size() == 1);
    }

    assertThat(kept()).singleElement().asString().endsWith(".refused");
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static MockProducer<String, String> producer(boolean takesAtOnce) {
    return new MockProducer<>(takesAtOnce, null, new StringSerializer(), new StringSerializer());
  }

  private static ObjectNode event(String key) {
    return new ObjectMapper().createObjectNode().put("Key", key);
  }
}
