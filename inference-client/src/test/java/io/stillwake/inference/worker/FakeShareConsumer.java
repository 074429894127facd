package io.stillwake.inference.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidRecordStateException;

/**
 * A share consumer as Kafka 4.2 was seen to behave in explicit mode: a renewed record comes back
 * from the poll after its commit, and can be acknowledged again only then. One whose renewal failed
 * gives no record any more.
 */
final class FakeShareConsumer extends MockShareConsumer<String, byte[]> {

  private final List<ConsumerRecord<String, byte[]>> queue = new ArrayList<>();
  private final List<AcknowledgeType> acknowledged = new ArrayList<>();
  private ConsumerRecord<String, byte[]> inFlight;
  private ConsumerRecord<String, byte[]> renewing;
  private long offered;
  private boolean lockLost;
  private boolean toldOfTheLoss;
  private boolean closed;

  synchronized void offer(byte[] value) {
    queue.add(new ConsumerRecord<>("work.toys.batch", 0, offered++, "render", value));
    notifyAll();
  }

  /** From now on the broker knows of no lock. */
  synchronized void loseLock() {
    lockLost = true;
  }

  synchronized List<AcknowledgeType> acknowledged() {
    return List.copyOf(acknowledged);
  }

  synchronized boolean wasToldOfTheLoss() {
    return toldOfTheLoss;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
    if (inFlight != null) {
      throw new IllegalStateException("a record was not acknowledged");
    }
    if (toldOfTheLoss) {
      awaitOffer();
      return ConsumerRecords.empty();
    }
    if (renewing != null) {
      inFlight = renewing;
      renewing = null;
    } else if (!queue.isEmpty()) {
      inFlight = queue.remove(0);
    } else {
      awaitOffer();
      return ConsumerRecords.empty();
    }
    return new ConsumerRecords<>(
        Map.of(new TopicPartition(inFlight.topic(), 0), List.of(inFlight)), Map.of());
  }

  private void awaitOffer() {
    try {
      wait(5);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public synchronized void acknowledge(
      ConsumerRecord<String, byte[]> record, AcknowledgeType type) {
    if (inFlight == null || inFlight.offset() != record.offset()) {
      throw new IllegalStateException("The record cannot be acknowledged.");
    }
    acknowledged.add(type);
    renewing = type == AcknowledgeType.RENEW && !lockLost ? inFlight : null;
    inFlight = null;
  }

  @Override
  public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync() {
    toldOfTheLoss = lockLost;
    return Map.of(
        new TopicIdPartition(Uuid.ZERO_UUID, 0, "work.toys.batch"),
        lockLost ? Optional.of(new InvalidRecordStateException("lost")) : Optional.empty());
  }

  @Override
  public Optional<Integer> acquisitionLockTimeoutMs() {
    return Optional.of(30);
  }

  @Override
  public synchronized void close(Duration timeout) {
    closed = true;
  }
}
