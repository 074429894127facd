package io.stillwake.inference.worker;

import com.google.protobuf.InvalidProtocolBufferException;
import io.stillwake.inference.worker.WorkExecution.Verdict;
import io.stillwake.proto.WorkItem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pulls items from the pool's queue: as many as one poll brings, and the next ones when all of
 * those have ended. Their work runs on other threads, because the share consumer belongs to one
 * thread, which must keep renewing the items' locks until the work has ended.
 */
final class Lane implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(Lane.class);

  private static final Duration CLOSE = Duration.ofSeconds(5);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Duration POLL = Duration.ofSeconds(10);

  private final Intake.Question question;
  private final int number;
  private final Supplier<? extends ShareConsumer<String, byte[]>> consumers;
  private final Intake intake;
  private final WorkExecution execution;
  private final ExecutorService works;
  private final DeadLetters deadLetters;

  /** Takes what can never be worked on. */
  interface DeadLetters {
    void bury(ConsumerRecord<String, byte[]> record, String why) throws InterruptedException;
  }

  /**
   * @param question what it asks the intake for, again and again
   * @param number of the lanes with the same question; the lower ones are used first
   * @param consumers whose polls bring no more records than the question has items
   */
  Lane(
      Intake.Question question,
      int number,
      Supplier<? extends ShareConsumer<String, byte[]>> consumers,
      Intake intake,
      WorkExecution execution,
      ExecutorService works,
      DeadLetters deadLetters) {
    this.question = question;
    this.number = number;
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
        if (intake.awaitNeed(question, number)) {
          serveUntilLost();
        }
      }
    } catch (InterruptedException e) {
      log.info("lane interrupted");
    }
  }

  private void serveUntilLost() throws InterruptedException {
    try {
      serve();
    } catch (InterruptException e) {
      throw new InterruptedException(e.getMessage());
    } catch (KafkaException | IllegalStateException e) {
      // The consumer may be beyond repair; what it held comes back to the queue as it closes.
      log.warn("lane lost its consumer", e);
      Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
    }
  }

  /** Until the intake is paused or closed, or the consumer is of no more use. */
  private void serve() throws InterruptedException {
    ShareConsumer<String, byte[]> consumer = consumers.get();
    try {
      boolean useful = true;
      while (useful && intake.isOpen()) {
        useful = serveOnce(consumer);
      }
    } finally {
      // An idle consumer would still be dealt records; what it holds goes back to the queue.
      consumer.close(CLOSE);
    }
  }

  /**
   * @return whether the consumer can go on
   */
  private boolean serveOnce(ShareConsumer<String, byte[]> consumer) throws InterruptedException {
    if (!intake.askNow(question)) {
      // What the consumer was told of the last items must not wait for its turn with us.
      consumer.commitAsync();
      if (!intake.ask(question)) {
        return false;
      }
    }
    try {
      return work(consumer);
    } finally {
      intake.leave(question);
    }
  }

  /**
   * @return whether the consumer can go on
   */
  private boolean work(ShareConsumer<String, byte[]> consumer) throws InterruptedException {
    List<ConsumerRecord<String, byte[]>> records = List.of();
    List<Intake.Place> places;
    try {
      records = poll(consumer);
    } finally {
      places = intake.took(question, records.size());
    }
    return !records.isEmpty() && work(consumer, records, places);
  }

  /**
   * Empty where the intake is no longer open: then the consumer may have been woken at any moment,
   * and is to be closed, which gives back what has come.
   */
  private List<ConsumerRecord<String, byte[]>> poll(ShareConsumer<String, byte[]> consumer) {
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
    Intake.Attention attention = intake.attend(consumer::wakeup);
    try (attention) {
      while (records.isEmpty() && !attention.isTurned()) {
        consumer.poll(POLL).forEach(records::add);
      }
    } catch (WakeupException e) {
      return List.of();
    }
    return attention.isTurned() ? List.of() : records;
  }

  /**
   * @return whether the consumer can go on
   */
  private boolean work(
      ShareConsumer<String, byte[]> consumer,
      List<ConsumerRecord<String, byte[]>> records,
      List<Intake.Place> places)
      throws InterruptedException {
    TakenRecords taken = new TakenRecords(consumer);
    BlockingQueue<Future<Verdict>> ended = new LinkedBlockingQueue<>();
    for (int i = 0; i < records.size(); i++) {
      taken.add(records.get(i), begin(records.get(i), places.get(i), ended));
    }
    try {
      awaitEnd(records.size(), ended, taken, consumer);
      return taken.isHeld();
    } catch (InterruptedException e) {
      taken.stop();
      throw e;
    }
  }

  private static void awaitEnd(
      int count,
      BlockingQueue<Future<Verdict>> ended,
      TakenRecords taken,
      ShareConsumer<String, byte[]> consumer)
      throws InterruptedException {
    int running = count;
    long renewed = System.nanoTime();
    while (running > 0) {
      long renewal = TimeUnit.MILLISECONDS.toNanos(taken.renewalMillis());
      Future<Verdict> next =
          ended.poll(renewed + renewal - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (next == null) {
        taken.renew();
        renewed = System.nanoTime();
      } else if (--running > 0 && TakenRecords.verdict(next) == Verdict.HAND_BACK) {
        // Others shall have it at once; who is done can wait for the rest.
        taken.settleDone();
        consumer.commitAsync();
      }
    }
    taken.settleDone();
  }

  private Future<Verdict> begin(
      ConsumerRecord<String, byte[]> record,
      Intake.Place place,
      BlockingQueue<Future<Verdict>> ended) {
    FutureTask<Verdict> work =
        new FutureTask<>(work(record, place)) {
          @Override
          protected void done() {
            place.close();
            ended.add(this);
          }
        };
    works.execute(work);
    return work;
  }

  private Callable<Verdict> work(ConsumerRecord<String, byte[]> record, Intake.Place place) {
    return () -> {
      WorkItem item;
      try {
        item = WorkItem.parseFrom(record.value());
      } catch (InvalidProtocolBufferException e) {
        deadLetters.bury(record, e.getMessage());
        return Verdict.DONE;
      }
      log.debug(
          "item taken render={} work={} offset={} deliveries={}",
          item.getRenderId(),
          item.getWorkId(),
          record.offset(),
          record.deliveryCount().orElse((short) 1));
      return execution.execute(item, place);
    };
  }
}
