package io.stillwake.inference.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
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
import org.apache.kafka.common.errors.WakeupException;

/**
 * A share consumer as Kafka 4.2 was seen to behave in explicit mode: renewed records come back from
 * the poll after their commit, can be acknowledged again only then, and keep others from coming.
 * One whose renewal failed gives no record any more.
 */
final class FakeShareConsumer extends MockShareConsumer<String, byte[]> {

  private static final String TOPIC = "work.toys.batch";

  private final int most;
  private final Queue<ConsumerRecord<String, byte[]>> queue;
  private final AtomicLong offered;
  private final List<AcknowledgeType> acknowledged = new ArrayList<>();
  private final List<Long> released = new ArrayList<>();
  private final TreeMap<Long, ConsumerRecord<String, byte[]>> inFlight = new TreeMap<>();
  private final TreeMap<Long, ConsumerRecord<String, byte[]>> renewing = new TreeMap<>();
  private boolean lockLost;
  private boolean toldOfTheLoss;
  private boolean broken;
  private boolean woken;
  private boolean closed;

  /** Whose polls bring so many records at most. */
  FakeShareConsumer(int most) {
    this.most = most;
    this.queue = new ConcurrentLinkedQueue<>();
    this.offered = new AtomicLong();
  }

  /** Another member of the same group. */
  FakeShareConsumer(FakeShareConsumer other) {
    this.most = other.most;
    this.queue = other.queue;
    this.offered = other.offered;
  }

  /** One poll brings them all, as far as it may. */
  synchronized void offer(byte[]... values) {
    for (byte[] value : values) {
      queue.add(new ConsumerRecord<>(TOPIC, 0, offered.getAndIncrement(), "render", value));
    }
    notifyAll();
  }

  /** From now on the broker knows of no lock. */
  synchronized void loseLock() {
    lockLost = true;
  }

  /** From now on every poll fails. */
  synchronized void breakDown() {
    broken = true;
  }

  synchronized List<AcknowledgeType> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** Offsets of the records that were given back. */
  synchronized List<Long> released() {
    return List.copyOf(released);
  }

  synchronized boolean wasToldOfTheLoss() {
    return toldOfTheLoss;
  }

  synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
    if (!inFlight.isEmpty()) {
      throw new IllegalStateException("a record was not acknowledged");
    }
    if (!toldOfTheLoss) {
      boolean came = !renewing.isEmpty();
      inFlight.putAll(renewing);
      renewing.clear();
      if (!came) {
        take(timeout);
      }
    } else {
      awaitOffer();
    }
    return new ConsumerRecords<>(
        Map.of(new TopicPartition(TOPIC, 0), List.copyOf(inFlight.values())), Map.of());
  }

  private void take(Duration timeout) {
    long end = System.nanoTime() + timeout.toNanos();
    while (queue.isEmpty() && !broken && System.nanoTime() < end) {
      awaitOffer();
    }
    if (broken) {
      throw new KafkaException("the consumer is broken");
    }
    while (inFlight.size() < most) {
      ConsumerRecord<String, byte[]> record = queue.poll();
      if (record == null) {
        return;
      }
      inFlight.put(record.offset(), record);
    }
  }

  /** For a moment: another member may have been offered what comes. */
  private void awaitOffer() {
    try {
      if (!woken) {
        wait(5);
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
    if (woken) {
      woken = false;
      throw new WakeupException();
    }
  }

  @Override
  public synchronized void wakeup() {
    woken = true;
    notifyAll();
  }

  @Override
  public synchronized void acknowledge(
      ConsumerRecord<String, byte[]> record, AcknowledgeType type) {
    if (inFlight.remove(record.offset()) == null) {
      throw new IllegalStateException("The record cannot be acknowledged.");
    }
    acknowledged.add(type);
    if (type == AcknowledgeType.RELEASE) {
      released.add(record.offset());
    }
    if (type == AcknowledgeType.RENEW && !lockLost) {
      renewing.put(record.offset(), record);
    }
  }

  @Override
  public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync() {
    if (woken) {
      throw new WakeupException();
    }
    toldOfTheLoss = lockLost;
    return Map.of(
        new TopicIdPartition(Uuid.ZERO_UUID, 0, TOPIC),
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
