package io.stillwake.ingest;

import io.stillwake.proto.RenderCommand;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.storage.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * A log of one partition per topic that outlives the clients. Each consumer reads all of it from
 * the beginning, one topic after the other in the given order, as a restarted ingest would.
 */
final class FakeKafka {

  private final List<ConsumerRecord<String, byte[]>> log = new ArrayList<>();
  private final Map<String, Long> ends = new HashMap<>();
  private boolean away;
  private Interruptible beforeSend = () -> {};

  /** What may block. */
  interface Interruptible {
    void run() throws InterruptedException;
  }

  KafkaClients clients() {
    return new KafkaClients(this::producer, this::consumer);
  }

  synchronized void goAway() {
    away = true;
  }

  synchronized void comeBack() {
    away = false;
  }

  /** Runs on the thread that sends, before the record is there. */
  synchronized void beforeSend(Interruptible action) {
    beforeSend = action;
  }

  void publish(RenderProgress progress) {
    append(Topics.RENDER_PROGRESS, progress.getRenderId(), progress.toByteArray());
  }

  void publish(RenderEvent event) {
    append(Topics.RENDER_EVENTS, event.getRenderId(), event.toByteArray());
  }

  void publishUnreadable(String topic) {
    append(topic, "?", new byte[] {1, 2, 3});
  }

  synchronized List<RenderCommand> commands() {
    return log.stream()
        .filter(each -> each.topic().equals(Topics.RENDER_COMMANDS))
        .map(FakeKafka::command)
        .toList();
  }

  private static RenderCommand command(ConsumerRecord<String, byte[]> each) {
    try {
      return RenderCommand.parseFrom(each.value());
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private synchronized long append(String topic, String key, byte[] value) {
    long offset = ends.merge(topic, 1L, Long::sum) - 1;
    log.add(new ConsumerRecord<>(topic, 0, offset, key, value));
    notifyAll();
    return offset;
  }

  private Producer<String, byte[]> producer() {
    return new LogProducer();
  }

  private Consumer<String, byte[]> consumer() {
    return new LogConsumer();
  }

  private final class LogProducer extends MockProducer<String, byte[]> {

    LogProducer() {
      super(true, null, new StringSerializer(), new ByteArraySerializer());
    }

    @Override
    public Future<RecordMetadata> send(ProducerRecord<String, byte[]> each) {
      Interruptible action;
      synchronized (FakeKafka.this) {
        if (away) {
          throw new TimeoutException("Kafka is away");
        }
        action = beforeSend;
      }
      try {
        action.run();
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
      append(each.topic(), each.key(), each.value());
      return super.send(each);
    }
  }

  private final class LogConsumer extends MockConsumer<String, byte[]> {

    private int read;

    LogConsumer() {
      super("earliest");
      for (String topic :
          List.of(Topics.RENDER_COMMANDS, Topics.RENDER_PROGRESS, Topics.RENDER_EVENTS)) {
        updatePartitions(topic, List.of(new PartitionInfo(topic, 0, null, null, null)));
        updateBeginningOffsets(Map.of(new TopicPartition(topic, 0), 0L));
      }
      synchronized (FakeKafka.this) {
        for (String topic :
            List.of(Topics.RENDER_COMMANDS, Topics.RENDER_PROGRESS, Topics.RENDER_EVENTS)) {
          updateEndOffsets(Map.of(new TopicPartition(topic, 0), ends.getOrDefault(topic, 0L)));
        }
      }
    }

    @Override
    public List<PartitionInfo> partitionsFor(String topic, Duration timeout) {
      synchronized (FakeKafka.this) {
        if (away) {
          throw new TimeoutException("Kafka is away");
        }
      }
      return super.partitionsFor(topic, timeout);
    }

    @Override
    public ConsumerRecords<String, byte[]> poll(Duration timeout) {
      synchronized (FakeKafka.this) {
        if (read == log.size()) {
          awaitRecord(timeout);
        }
        for (; read < log.size(); read++) {
          addRecord(log.get(read));
        }
      }
      return super.poll(timeout);
    }

    @Override
    public void wakeup() {
      super.wakeup();
      synchronized (FakeKafka.this) {
        FakeKafka.this.notifyAll();
      }
    }

    private void awaitRecord(Duration timeout) {
      try {
        FakeKafka.this.wait(timeout.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
