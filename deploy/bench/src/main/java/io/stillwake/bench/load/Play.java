package io.stillwake.bench.load;

import io.stillwake.proto.WorkResult;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;

/** Requests each item when it may be, and takes the answers. */
final class Play {

  private static final long TOLD_EVERY_MS = 1000;
  private static final int WARM_UP = 100;

  private final Ledger ledger;
  private final WorkTopics topics;
  private final JobReads reads;
  private final Pictures pictures;
  private final Optional<Stock> stock;
  private final DueLines wanted = new DueLines();

  /** Requested from a thread of its own: a flood does not hold the others up here already. */
  private final DueLines extra = new DueLines();

  /** Of a stock: what answers let be requested. */
  private final Iterator<WorkLine> next;

  private final List<WorkLine> first;
  private volatile boolean ended;

  /**
   * @param stock empty where all is requested when its time has come
   */
  Play(Ledger ledger, WorkTopics topics, JobReads reads, Pictures pictures, Optional<Stock> stock) {
    this.ledger = ledger;
    this.topics = topics;
    this.reads = reads;
    this.pictures = pictures;
    this.stock = stock;
    List<WorkLine> all = ledger.first();
    int kept = stock.map(Stock::kept).orElse(all.size());
    this.first = all.subList(0, kept);
    this.next = all.subList(kept, all.size()).iterator();
  }

  /**
   * @return whether all was answered in time, or all that was to be measured
   */
  boolean run(int timeoutSeconds) throws InterruptedException {
    first.forEach(line -> pictures.of(line.width(), line.height()));
    CountDownLatch listening = new CountDownLatch(1);
    Thread answers = new Thread(() -> takeAnswers(listening), "answers");
    answers.start();
    listening.await();
    // As in a planner that has been running for a while.
    first.stream().limit(WARM_UP).forEach(new Items(pictures, EpochMicros.now())::of);
    topics.warmUp();
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
    long deadline = startNanos + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    try {
      return stock.isPresent()
          ? measure(stock.get(), deadline)
          : await(() -> ledger.answered() == ledger.wanted(), deadline);
    } finally {
      for (Thread each : requests) {
        each.interrupt();
        each.join();
      }
      // Or it would run beside what is measured next.
      ledger.unfinished().forEach(topics::drop);
      if (stock.isPresent()) {
        awaitRead(deadline);
      }
      ended = true;
      answers.join();
    }
  }

  private boolean measure(Stock kept, long deadline) throws InterruptedException {
    if (!await(() -> ledger.requested() >= kept.kept(), deadline) || !awaitRead(deadline)) {
      return false;
    }
    int before = ledger.answered();
    System.out.println(EpochMicros.now());
    boolean all = await(() -> ledger.answered() >= before + kept.measured(), deadline);
    System.out.println(EpochMicros.now());
    return all;
  }

  /** Waits until the job has read all that is requested by now. */
  private boolean awaitRead(long deadline) throws InterruptedException {
    topics.flush();
    Map<TopicPartition, Long> ends = reads.ends();
    return await(() -> reads.reached(ends), deadline);
  }

  /** What is waited for. */
  private interface Condition {
    boolean holds() throws InterruptedException;
  }

  private boolean await(Condition condition, long deadline) throws InterruptedException {
    boolean holds = condition.holds();
    while (!holds && System.nanoTime() < deadline) {
      ledger.awaitAll(TOLD_EVERY_MS);
      System.err.printf("\r%d of %d answered", ledger.answered(), ledger.wanted());
      holds = condition.holds();
    }
    System.err.printf("\r%d of %d answered%n", ledger.answered(), ledger.wanted());
    return holds;
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
    int before = ledger.answered();
    for (WorkLine ready :
        ledger.answered(result.getWorkId(), outcome, result.getWorker(), EpochMicros.now())) {
      queue(ready).add(ready, System.nanoTime());
    }
    if (ledger.answered() > before && next.hasNext()) {
      WorkLine line = next.next();
      queue(line).add(line, System.nanoTime());
    }
  }
}
