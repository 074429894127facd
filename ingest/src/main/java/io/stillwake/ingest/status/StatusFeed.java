package io.stillwake.ingest.status;

import io.stillwake.storage.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that feeds the view: reads all partitions of its topics from the beginning,
 * without a group, and goes on for as long as ingest lives. Whatever Kafka does, it comes back to
 * where it was.
 */
public final class StatusFeed implements AutoCloseable {

  /** What ingest reads; it writes the first of them, and no other. */
  public static final List<String> TOPICS =
      List.of(Topics.RENDER_COMMANDS, Topics.RENDER_PROGRESS, Topics.RENDER_EVENTS);

  private static final Logger log = LoggerFactory.getLogger(StatusFeed.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofSeconds(3);
  private static final Duration LOOK_AFTER = Duration.ofSeconds(5);
  private static final Duration BACKOFF = Duration.ofSeconds(1);

  private final Supplier<? extends Consumer<String, byte[]>> consumers;
  private final RenderView view;
  private final ReadRecords records;
  private final InstantSource clock;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::run, "ingest-status");

  private volatile Consumer<String, byte[]> consumer;
  private volatile boolean caughtUp;
  private volatile String trouble = "not connected yet";

  public StatusFeed(
      Supplier<? extends Consumer<String, byte[]>> consumers,
      RenderView view,
      InstantSource clock) {
    this.consumers = consumers;
    this.view = view;
    this.records = new ReadRecords(view);
    this.clock = clock;
    thread.setDaemon(true);
  }

  public void start() {
    thread.start();
  }

  /** Whether the view holds all that the topics held when we started. */
  public boolean caughtUp() {
    return caughtUp;
  }

  /** What keeps us from reading Kafka; empty where nothing does. */
  public String trouble() {
    return trouble;
  }

  private void run() {
    while (stopped.getCount() > 0) {
      try (Consumer<String, byte[]> opened = consumers.get()) {
        consumer = opened;
        follow(opened);
      } catch (WakeupException | InterruptException e) {
        log.debug("status feed woken to stop");
      } catch (RuntimeException e) {
        // Whatever it is, to stop reading would be worse than to read on from where we were.
        tell(e);
        awaitStop(BACKOFF);
      }
    }
  }

  /** Says it once, not every second for as long as an outage lasts. */
  private void tell(RuntimeException cause) {
    String told = String.valueOf(cause.getMessage());
    if (!told.equals(trouble)) {
      log.warn("status feed interrupted, tries again every {} trouble={}", BACKOFF, told, cause);
    }
    trouble = told;
  }

  /** Returns when there are other partitions than before. */
  private void follow(Consumer<String, byte[]> opened) {
    List<TopicPartition> partitions = partitions(opened);
    opened.assign(partitions);
    for (TopicPartition partition : partitions) {
      if (positions.containsKey(partition)) {
        opened.seek(partition, positions.get(partition));
      } else {
        opened.seekToBeginning(List.of(partition));
      }
    }
    Map<TopicPartition, Long> ends = opened.endOffsets(partitions, ANSWER);
    trouble = "";
    long lookAfter = System.nanoTime() + LOOK_AFTER.toNanos();
    while (stopped.getCount() > 0) {
      for (ConsumerRecord<String, byte[]> each : opened.poll(POLL)) {
        records.read(each);
      }
      for (TopicPartition partition : partitions) {
        positions.put(partition, opened.position(partition, ANSWER));
      }
      if (!caughtUp && ends.entrySet().stream().allMatch(this::isReached)) {
        caughtUp = true;
        log.info("status view caught up partitions={}", partitions.size());
      }
      if (System.nanoTime() - lookAfter > 0) {
        lookAfter = System.nanoTime() + LOOK_AFTER.toNanos();
        view.forget(clock.instant());
        // A question that only a broker can answer: it fails where Kafka is away, poll does not.
        opened.endOffsets(partitions, ANSWER);
        if (!partitions(opened).equals(partitions)) {
          return;
        }
      }
    }
  }

  private boolean isReached(Map.Entry<TopicPartition, Long> end) {
    return positions.getOrDefault(end.getKey(), 0L) >= end.getValue();
  }

  private static List<TopicPartition> partitions(Consumer<String, byte[]> opened) {
    return TOPICS.stream().flatMap(topic -> partitions(opened, topic).stream()).toList();
  }

  private static List<TopicPartition> partitions(Consumer<String, byte[]> opened, String topic) {
    List<PartitionInfo> found = opened.partitionsFor(topic, ANSWER);
    if (found == null || found.isEmpty()) {
      throw new IllegalStateException("topic " + topic + " does not exist");
    }
    return found.stream()
        .map(partition -> new TopicPartition(topic, partition.partition()))
        .sorted(Comparator.comparingInt(TopicPartition::partition))
        .toList();
  }

  private void awaitStop(Duration atMost) {
    try {
      if (stopped.await(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        log.debug("status feed stopped while it waited");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopped.countDown();
    }
  }

  @Override
  public void close() {
    stopped.countDown();
    Consumer<String, byte[]> open = consumer;
    if (open != null) {
      open.wakeup();
    }
    try {
      thread.join(ANSWER.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
