package io.stillwake.inference.worker;

import io.stillwake.inference.worker.WorkExecution.Verdict;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records that one poll brought, and the broker's locks on them, renewed while the work on them
 * runs. As long as one of them is not settled the consumer gets no others, see decision 18. For the
 * consumer's own thread.
 */
final class TakenRecords {

  private static final Logger log = LoggerFactory.getLogger(TakenRecords.class);

  private static final Duration RENEWAL = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofMillis(100);
  // Three chances before the lock is lost.
  private static final int RENEWALS_PER_LOCK = 3;
  private static final int USUAL_LOCK_MILLIS = 30_000;

  private final ShareConsumer<String, byte[]> consumer;
  // By offset: a work topic has one partition.
  private final Map<Long, Taken> open = new HashMap<>();
  private boolean held = true;

  private record Taken(ConsumerRecord<String, byte[]> record, Future<Verdict> work) {}

  TakenRecords(ShareConsumer<String, byte[]> consumer) {
    this.consumer = consumer;
  }

  void add(ConsumerRecord<String, byte[]> record, Future<Verdict> work) {
    open.put(record.offset(), new Taken(record, work));
  }

  /**
   * Whether the locks are still ours. Where they are not, the work goes on all the same: another
   * worker finds what it stores, or stores the same. But the consumer is of no more use: Kafka's
   * client waits ever after for the renewal that failed, and fetches nothing (seen with 4.2.2 as a
   * broker was killed).
   */
  boolean isHeld() {
    return held;
  }

  /** How long to wait between two renewals, in milliseconds. */
  long renewalMillis() {
    return consumer.acquisitionLockTimeoutMs().orElse(USUAL_LOCK_MILLIS) / RENEWALS_PER_LOCK;
  }

  /** Tells the broker that the work on all others than the done ones goes on. */
  void renew() {
    settleDone();
    if (!held || open.isEmpty()) {
      return;
    }
    open.values().forEach(taken -> consumer.acknowledge(taken.record(), AcknowledgeType.RENEW));
    held = consumer.commitSync().values().stream().allMatch(Optional::isEmpty) && comeBack();
    if (!held) {
      log.warn("locks lost records={}", open.keySet());
    }
  }

  /** Renewed records come back from poll; until then they cannot be acknowledged. */
  private boolean comeBack() {
    Set<Long> away = new HashSet<>(open.keySet());
    for (long looks = RENEWAL.dividedBy(LOOK); looks > 0 && !away.isEmpty(); looks--) {
      for (ConsumerRecord<String, byte[]> polled : consumer.poll(LOOK)) {
        away.remove(polled.offset());
      }
    }
    return away.isEmpty();
  }

  /** Has the broker told what became of the done ones, where that is still ours to tell. */
  void settleDone() {
    if (!held) {
      return;
    }
    // Looked at once each: one that gets done meanwhile is settled the next time.
    List<Taken> done = open.values().stream().filter(taken -> taken.work().isDone()).toList();
    for (Taken taken : done) {
      consumer.acknowledge(
          taken.record(),
          switch (verdict(taken.work())) {
            case DONE -> AcknowledgeType.ACCEPT;
            case HAND_BACK -> AcknowledgeType.RELEASE;
          });
      open.remove(taken.record().offset());
    }
  }

  void stop() {
    open.values().forEach(taken -> taken.work().cancel(true));
  }

  /** Of work that is done; what broke off is another worker's to try. */
  static Verdict verdict(Future<Verdict> done) {
    try {
      return done.get();
    } catch (ExecutionException e) {
      log.error("work broke off", e.getCause());
    } catch (CancellationException | InterruptedException e) {
      log.debug("work was stopped", e);
    }
    return Verdict.HAND_BACK;
  }
}
