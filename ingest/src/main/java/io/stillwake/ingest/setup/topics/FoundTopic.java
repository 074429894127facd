package io.stillwake.ingest.setup.topics;

import java.util.Map;

/**
 * A topic as it is.
 *
 * @param replication of the partition that has the fewest copies
 * @param settings by Kafka's names, those that are the broker's defaults among them
 */
record FoundTopic(int partitions, int replication, Map<String, String> settings) {}
