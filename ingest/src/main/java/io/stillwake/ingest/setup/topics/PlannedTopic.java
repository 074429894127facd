package io.stillwake.ingest.setup.topics;

import java.util.ArrayList;
import java.util.List;

/**
 * What is to be done about a topic that is there.
 *
 * @param grow whether it shall get as many partitions as are wanted
 * @param wrong what differs and stays so: it cannot be changed, or was not asked to be
 */
record PlannedTopic(WantedTopic topic, boolean grow, ChangedSettings settings, List<String> wrong) {

  /** More partitions or copies than wanted do no harm and stay. */
  static PlannedTopic of(WantedTopic wanted, FoundTopic found, boolean mayGrow) {
    boolean fewer = found.partitions() < wanted.partitions();
    List<String> wrong = new ArrayList<>();
    if (fewer && !mayGrow) {
      wrong.add(
          "%d partitions (expected: %d; keys move when they grow, so it has to be asked for)"
              .formatted(found.partitions(), wanted.partitions()));
    }
    if (found.replication() < wanted.replication()) {
      wrong.add(
          "replication %d (expected: %d; reassign its partitions)"
              .formatted(found.replication(), wanted.replication()));
    }
    return new PlannedTopic(
        wanted,
        fewer && mayGrow,
        ChangedSettings.of(wanted.settings(), found.settings()),
        List.copyOf(wrong));
  }

  boolean nothing() {
    return !grow && settings.isEmpty() && wrong.isEmpty();
  }
}
