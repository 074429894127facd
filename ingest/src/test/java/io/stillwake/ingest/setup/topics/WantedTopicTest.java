package io.stillwake.ingest.setup.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.storage.Topics;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WantedTopicTest {

  @Test
  void everyTopicIsWantedAndThoseOfPoolsHaveOnePartition() {
    List<WantedTopic> topics = WantedTopic.all(settings(OptionalInt.empty()), 1);

    assertThat(topics)
        .filteredOn(topic -> topic.partitions() == 24)
        .extracting(WantedTopic::name)
        .isEqualTo(
            Topics.fixed().stream().filter(name -> !name.equals(Topics.WORK_REQUESTS)).toList());
    assertThat(topics)
        .filteredOn(topic -> topic.partitions() == 1)
        .extracting(WantedTopic::name)
        .containsExactly(
            "work.cpu.interactive", "work.cpu.batch", "work.l4.interactive", "work.l4.batch");
  }

  @ParameterizedTest
  @CsvSource({"1, 32", "32, 32", "33, 33"})
  void requestsForWorkHaveAPartitionForEveryFewTenants(int asked, int partitions) {
    assertThat(WantedTopic.all(settings(asked, OptionalInt.empty()), 1))
        .filteredOn(topic -> topic.name().equals(Topics.WORK_REQUESTS))
        .extracting(WantedTopic::partitions)
        .containsExactly(partitions);
  }

  @ParameterizedTest
  @CsvSource({"1, 1, 1", "2, 2, 1", "3, 3, 2", "9, 3, 2"})
  void copiesFollowTheNumberOfBrokers(int brokers, int replication, String minInsync) {
    WantedTopic topic = WantedTopic.all(settings(OptionalInt.empty()), brokers).get(0);

    assertThat(topic.replication()).isEqualTo(replication);
    assertThat(topic.settings()).containsEntry("min.insync.replicas", minInsync);
  }

  @Test
  void whatIsAskedForHoldsOnAnyCluster() {
    WantedTopic topic = WantedTopic.all(settings(OptionalInt.of(2)), 9).get(0);

    assertThat(topic.replication()).isEqualTo(2);
    assertThat(topic.settings())
        .containsEntry("min.insync.replicas", "1")
        .containsEntry("retention.ms", "3600000")
        .containsEntry("cleanup.policy", "delete");
  }

  @Test
  void statusOfWorkersIsKeptForMinutes() {
    assertThat(WantedTopic.all(settings(OptionalInt.empty()), 1))
        .filteredOn(topic -> topic.name().equals(Topics.WORKER_STATUS))
        .singleElement()
        .satisfies(
            topic ->
                assertThat(topic.settings())
                    .containsEntry("retention.ms", "600000")
                    .containsEntry("segment.ms", "600000"));
  }

  @Test
  void settingsThatCannotBeAreNamed() {
    assertThatThrownBy(() -> settings(OptionalInt.of(0))).hasMessageContaining("replication: 0");
    assertThatThrownBy(
            () ->
                new TopicSettings(
                    "kafka:9092",
                    Set.of(),
                    4,
                    OptionalInt.of(1),
                    OptionalInt.of(2),
                    Duration.ofDays(1),
                    false))
        .hasMessageContaining("min.insync.replicas: 2 (expected: 1 to the replication, 1)");
  }

  private static TopicSettings settings(OptionalInt replication) {
    return settings(24, replication);
  }

  private static TopicSettings settings(int partitions, OptionalInt replication) {
    return new TopicSettings(
        "kafka:9092",
        Set.of("l4", "cpu"),
        partitions,
        replication,
        OptionalInt.empty(),
        Duration.ofHours(1),
        false);
  }
}
