package io.stillwake.inference.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import io.stillwake.inference.worker.WorkExecution.Verdict;
import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls one item after the other from the pool's queue. The item's work runs on another thread,
 * because the share consumer belongs to one thread, which must keep renewing the item's lock until
 * the work has ended.
 */
final class Lane implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofMillis(500);

  private final String topic;
  private final Supplier<? extends ShareConsumer<String, byte[]>> consumers;
  private final Intake intake;
  private final WorkExecution execution;
  private final ExecutorService works;
  private final DeadLetters deadLetters;

  /** Takes what can never be worked on. */
  interface DeadLetters {
    void bury(ConsumerRecord<String, byte[]> record, String why) throws InterruptedException;
  }

  Lane(
      String topic,
      Supplier<? extends ShareConsumer<String, byte[]>> consumers,
      Intake intake,
      WorkExecution execution,
      ExecutorService works,
      DeadLetters deadLetters) {
    this.topic = topic;
    this.consumers = consumers;
    this.intake = intake;
    this.execution = execution;
    this.works = works;
    this.deadLetters = deadLetters;
  }

  @Override
  public void run() {
    try {
      while (intake.awaitOpen()) {
        try {
          serve();
        } catch (InterruptException e) {
          return;
        } catch (KafkaException | IllegalStateException e) {
          // The consumer may be beyond repair; what it held comes back to the queue as it closes.
          log.warn("lane lost its consumer", e);
          Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
        }
      }
    } catch (InterruptedException e) {
      log.info("lane interrupted");
    }
  }

  /** Until the intake is paused or closed, or the consumer is of no more use. */
  private void serve() throws InterruptedException {
    ShareConsumer<String, byte[]> consumer = consumers.get();
    try {
      boolean useful = true;
      while (useful && intake.isOpen()) {
        Optional<ConsumerRecord<String, byte[]>> record = next(consumer);
        if (record.isPresent()) {
          try {
            useful = work(consumer, record.get());
          } finally {
            intake.ended();
          }
        }
      }
    } finally {
      // An idle consumer would still be dealt records; what it holds goes back to the queue.
      consumer.close(CLOSE);
    }
  }

  /** Empty where no item is to be taken now. */
  private Optional<ConsumerRecord<String, byte[]>> next(ShareConsumer<String, byte[]> consumer)
      throws InterruptedException {
    // What the consumer was told of the last item must not wait for its turn with us.
    consumer.commitAsync();
    if (!intake.ask(topic)) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      while (intake.isOpen()) {
        Optional<ConsumerRecord<String, byte[]>> record = first(consumer, consumer.poll(POLL));
        if (record.isPresent()) {
          intake.took(topic);
          taken = true;
          return record;
        }
      }
      return Optional.empty();
    } finally {
      if (!taken) {
        intake.gaveUp(topic);
      }
    }
  }

  /** One record is what was asked for; should more come, others shall have them. */
  private static Optional<ConsumerRecord<String, byte[]>> first(
      ShareConsumer<String, byte[]> consumer, ConsumerRecords<String, byte[]> records) {
    ConsumerRecord<String, byte[]> first = null;
    for (ConsumerRecord<String, byte[]> record : records) {
      if (first == null) {
        first = record;
        log.debug(
            "item taken topic={} offset={} deliveries={} age_ms={}",
            record.topic(),
            record.offset(),
            record.deliveryCount().orElse((short) 1),
            System.currentTimeMillis() - record.timestamp());
      } else {
        consumer.acknowledge(record, AcknowledgeType.RELEASE);
      }
    }
    return Optional.ofNullable(first);
  }

  /**
   * @return whether the consumer can go on
   */
  private boolean work(
      ShareConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> record)
      throws InterruptedException {
    WorkItem item;
    try {
      item = WorkItem.parseFrom(record.value());
    } catch (InvalidProtocolBufferException e) {
      deadLetters.bury(record, e.getMessage());
      consumer.acknowledge(record, AcknowledgeType.ACCEPT);
      return true;
    }
    Future<Verdict> work = works.submit(() -> execution.execute(item));
    RecordLock lock = new RecordLock(consumer, record);
    while (true) {
      try {
        lock.settle(work.get(lock.renewalMillis(), TimeUnit.MILLISECONDS));
        return lock.isHeld();
      } catch (TimeoutException e) {
        lock.renew();
      } catch (ExecutionException e) {
        log.error(
            "work broke off render={} work={}", item.getRenderId(), item.getWorkId(), e.getCause());
        lock.settle(Verdict.HAND_BACK);
        return lock.isHeld();
      } catch (InterruptedException e) {
        work.cancel(true);
        throw e;
      }
    }
  }
}
