package io.stillwake.inference.worker;

import io.stillwake.inference.worker.WorkExecution.Verdict;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The broker's lock on one record of a share group, renewed while the work on it runs. For the
 * consumer's own thread.
 */
final class RecordLock {

  private static final Logger log = LoggerFactory.getLogger(RecordLock.class);

  private static final Duration RENEWAL = Duration.ofSeconds(5);
  // Three chances before the lock is lost.
  private static final int RENEWALS_PER_LOCK = 3;
  private static final int USUAL_LOCK_MILLIS = 30_000;

  private final ShareConsumer<String, byte[]> consumer;
  private final ConsumerRecord<String, byte[]> record;
  private boolean held = true;

  RecordLock(ShareConsumer<String, byte[]> consumer, ConsumerRecord<String, byte[]> record) {
    this.consumer = consumer;
    this.record = record;
  }

  /**
   * Whether the lock is still ours. Where it is not, the work goes on all the same: another worker
   * finds what it stores, or stores the same. But the consumer is of no more use: Kafka's client
   * waits ever after for the renewal that failed, and fetches nothing (seen with 4.2.2 as a broker
   * was killed).
   */
  boolean isHeld() {
    return held;
  }

  /** How long to wait between two renewals, in milliseconds. */
  long renewalMillis() {
    return consumer.acquisitionLockTimeoutMs().orElse(USUAL_LOCK_MILLIS) / RENEWALS_PER_LOCK;
  }

  void renew() {
    if (!held) {
      return;
    }
    consumer.acknowledge(record, AcknowledgeType.RENEW);
    held = consumer.commitSync().values().stream().allMatch(Optional::isEmpty) && comesBack();
    if (!held) {
      log.warn("lock lost topic={} offset={}", record.topic(), record.offset());
    }
  }

  /** A renewed record comes back from poll; until then it cannot be acknowledged. */
  private boolean comesBack() {
    boolean back = false;
    for (ConsumerRecord<String, byte[]> polled : consumer.poll(RENEWAL)) {
      if (polled.offset() == record.offset() && polled.topic().equals(record.topic())) {
        back = true;
      } else {
        consumer.acknowledge(polled, AcknowledgeType.RELEASE);
      }
    }
    return back;
  }

  /** Tells the broker what became of the record, where that is still ours to tell. */
  void settle(Verdict verdict) {
    if (held) {
      consumer.acknowledge(
          record,
          switch (verdict) {
            case DONE -> AcknowledgeType.ACCEPT;
            case HAND_BACK -> AcknowledgeType.RELEASE;
          });
    }
  }
}
