package io.stillwake.ingest.setup.topics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.TopicConfig;

/**
 * What is to be done about a topic that is there.
 *
 * @param grow whether it shall get as many partitions as are wanted
 * @param wrong what differs and stays so: it cannot be changed, or was not asked to be
 */
record PlannedTopic(WantedTopic topic, boolean grow, ChangedSettings settings, List<String> wrong) {

  /** More partitions or copies than wanted do no harm and stay. */
  static PlannedTopic of(WantedTopic wanted, FoundTopic found, TopicSettings asked) {
    boolean mayGrow = asked.growPartitions() || wanted.mayGrow();
    boolean fewer = found.partitions() < wanted.partitions();
    int copies = Math.max(asked.replication().orElse(1), asked.minInsync().orElse(1));
    List<String> wrong = new ArrayList<>();
    if (fewer && !mayGrow) {
      wrong.add(
          "%d partitions (expected: %d; keys move when they grow, so it has to be asked for)"
              .formatted(found.partitions(), wanted.partitions()));
    }
    if (found.replication() < copies) {
      wrong.add(
          "replication %d (expected: %d; reassign its partitions)"
              .formatted(found.replication(), copies));
    }
    return new PlannedTopic(
        wanted,
        fewer && mayGrow,
        ChangedSettings.of(settings(wanted, found, asked), found.settings()),
        List.copyOf(wrong));
  }

  /** What has to be in sync follows the copies that there are: a topic that wants more is stuck. */
  private static Map<String, String> settings(
      WantedTopic wanted, FoundTopic found, TopicSettings asked) {
    Map<String, String> settings = new HashMap<>(wanted.settings());
    int inSync = Math.min(found.replication(), asked.minInsyncOn(found.replication()));
    settings.put(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(inSync));
    return settings;
  }

  boolean nothing() {
    return !grow && settings.isEmpty() && wrong.isEmpty();
  }
}
