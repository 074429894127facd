package io.stillwake.ingest.setup.topics;

import io.stillwake.ingest.setup.report.SetupFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** A topic is there a moment before its partitions serve; clients would log that at length. */
record AwaitLeaders(Admin admin) {

  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int ATTEMPTS = 300;

  void of(Collection<String> topics) {
    for (int attempt = 1; !serve(topics); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new SetupFailure("partitions do not serve yet: " + topics, null);
      }
      pause();
    }
  }

  private boolean serve(Collection<String> topics) {
    try {
      // Asked first, because the offsets of a topic not known yet are logged as an error.
      Map<String, TopicDescription> known =
          KafkaCluster.await(admin.describeTopics(topics).allTopicNames());
      Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
      known.forEach(
          (name, topic) ->
              topic
                  .partitions()
                  .forEach(
                      each ->
                          partitions.put(
                              new TopicPartition(name, each.partition()), OffsetSpec.latest())));
      KafkaCluster.await(admin.listOffsets(partitions).all());
      return true;
    } catch (SetupFailure e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupFailure("interrupted while partitions were awaited", e);
    }
  }
}
