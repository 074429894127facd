package io.stillwake.bench.load;

import io.stillwake.proto.WorkResult;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Requests each item when it may be, and takes the answers. */
final class Play {

  private static final long TOLD_EVERY_MS = 1000;

  private final Ledger ledger;
  private final WorkTopics topics;
  private final Pictures pictures;
  private final DueLines wanted = new DueLines();

  /** Requested from a thread of its own: a flood does not hold the others up here already. */
  private final DueLines extra = new DueLines();

  private volatile boolean ended;

  Play(Ledger ledger, WorkTopics topics, Pictures pictures) {
    this.ledger = ledger;
    this.topics = topics;
    this.pictures = pictures;
  }

  /**
   * @return whether all was answered in time
   */
  boolean run(int timeoutSeconds) throws InterruptedException {
    List<WorkLine> first = ledger.first();
    first.forEach(line -> pictures.of(line.width(), line.height()));
    CountDownLatch listening = new CountDownLatch(1);
    Thread answers = new Thread(() -> takeAnswers(listening), "answers");
    answers.start();
    listening.await();
    long startMicros = EpochMicros.now();
    long startNanos = System.nanoTime();
    ledger.start(startMicros);
    Items items = new Items(pictures, startMicros);
    for (WorkLine line : first) {
      queue(line).add(line, startNanos + TimeUnit.MICROSECONDS.toNanos(line.at()));
    }
    List<Thread> requests =
        List.of(
            new Thread(() -> request(wanted, items), "requests"),
            new Thread(() -> request(extra, items), "extra requests"));
    for (Thread each : requests) {
      each.setDaemon(true);
      each.start();
    }
    try {
      return awaitAll(timeoutSeconds);
    } finally {
      for (Thread each : requests) {
        each.interrupt();
        each.join();
      }
      // Or it would run beside what is measured next.
      ledger.unfinished().forEach(topics::drop);
      ended = true;
      answers.join();
    }
  }

  private boolean awaitAll(int timeoutSeconds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    while (!ledger.awaitAll(TOLD_EVERY_MS)) {
      System.err.printf("\r%d of %d answered", ledger.answered(), ledger.wanted());
      if (System.nanoTime() > deadline) {
        return false;
      }
    }
    System.err.printf("\r%d of %d answered%n", ledger.answered(), ledger.wanted());
    return true;
  }

  private DueLines queue(WorkLine line) {
    return line.extra() ? extra : wanted;
  }

  private void request(DueLines due, Items items) {
    try {
      while (true) {
        WorkLine line = due.take();
        ledger.requested(line, EpochMicros.now());
        topics.request(items.of(line));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeAnswers(CountDownLatch listening) {
    while (!ended) {
      topics.poll(this::answered);
      listening.countDown();
    }
  }

  private void answered(WorkResult result) {
    if (result.hasFailure() && !result.getFailure().getFinal()) {
      return;
    }
    String outcome = result.hasFailure() ? result.getFailure().getCode() : "ok";
    for (WorkLine ready :
        ledger.answered(result.getWorkId(), outcome, result.getWorker(), EpochMicros.now())) {
      queue(ready).add(ready, System.nanoTime());
    }
  }
}
