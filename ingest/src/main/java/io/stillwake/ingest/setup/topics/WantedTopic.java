package io.stillwake.ingest.setup.topics;

import io.stillwake.storage.RequestPartition;
import io.stillwake.storage.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.TopicConfig;

/**
 * A topic as it shall be.
 *
 * @param settings by Kafka's names
 */
record WantedTopic(
    String name, int partitions, int replication, SortedMap<String, String> settings) {

  /** Only the newest words of a worker count, and cancellations only while the work can run. */
  private static final Map<String, Duration> SHORT_RETENTION =
      Map.of(
          Topics.WORKER_STATUS, Duration.ofMinutes(10),
          Topics.WORK_CANCELLATIONS, Duration.ofHours(1));

  /** Every topic of the system, in the order of the flow, on a cluster of so many brokers. */
  static List<WantedTopic> all(TopicSettings settings, int brokers) {
    List<WantedTopic> topics = new ArrayList<>();
    Topics.fixed()
        .forEach(name -> topics.add(of(name, partitions(name, settings), settings, brokers)));
    settings.pools().stream()
        .sorted()
        .flatMap(pool -> Topics.work(pool).stream())
        .forEach(name -> topics.add(of(name, 1, settings, brokers)));
    return topics;
  }

  private static int partitions(String name, TopicSettings settings) {
    return name.equals(Topics.WORK_REQUESTS)
        ? Math.max(RequestPartition.LEAST, settings.partitions())
        : settings.partitions();
  }

  private static WantedTopic of(String name, int partitions, TopicSettings settings, int brokers) {
    SortedMap<String, String> config = new TreeMap<>();
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE);
    config.put(
        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(settings.minInsyncOn(brokers)));
    config.put(TopicConfig.RETENTION_MS_CONFIG, millis(settings.retention()));
    Duration retention = SHORT_RETENTION.get(name);
    if (retention != null) {
      config.put(TopicConfig.RETENTION_MS_CONFIG, millis(retention));
      // Only whole segments are deleted, and the one that is written to is not.
      config.put(TopicConfig.SEGMENT_MS_CONFIG, millis(retention));
    }
    return new WantedTopic(name, partitions, settings.replicationOn(brokers), config);
  }

  /**
   * Whether it may get more partitions unasked. Nothing depends on the order of the requests of
   * before and after: an item is known by its id, and what follows the drop of its render is not
   * taken.
   */
  boolean mayGrow() {
    return name.equals(Topics.WORK_REQUESTS);
  }

  @Override
  public String toString() {
    return settings.entrySet().stream()
        .map(Map.Entry::toString)
        .collect(
            Collectors.joining(
                ", ", "partitions=%d, replication=%d, ".formatted(partitions, replication), ""));
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
