package io.stillwake.ingest.setup.topics;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.storage.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannedTopicTest {

  private static final WantedTopic WANTED =
      WantedTopic.all(TopicSettings.of("kafka:9092", Set.of()), 3).get(0);
  private static final OptionalInt BY_DEFAULT = OptionalInt.empty();

  @Test
  void nothingIsToBeDoneAboutATopicAsWanted() {
    assertThat(plan(4, 3, Map.of(), false).nothing()).isTrue();
  }

  @Test
  void morePartitionsAndCopiesThanWantedStay() {
    assertThat(plan(12, 5, Map.of(), true).nothing()).isTrue();
  }

  @Test
  void fewerPartitionsAreReportedUnlessMoreAreAskedFor() {
    PlannedTopic reported = plan(2, 3, Map.of(), false);
    PlannedTopic grown = plan(2, 3, Map.of(), true);

    assertThat(reported.grow()).isFalse();
    assertThat(reported.wrong()).singleElement().asString().startsWith("2 partitions (expected: 4");
    assertThat(grown.grow()).isTrue();
    assertThat(grown.wrong()).isEmpty();
  }

  @Test
  void requestsForWorkGetMorePartitionsUnasked() {
    TopicSettings settings = TopicSettings.of("kafka:9092", Set.of());
    WantedTopic requests =
        WantedTopic.all(settings, 1).stream()
            .filter(topic -> topic.name().equals(Topics.WORK_REQUESTS))
            .findFirst()
            .orElseThrow();

    PlannedTopic planned =
        PlannedTopic.of(requests, new FoundTopic(4, 1, requests.settings()), settings);

    assertThat(planned.grow()).isTrue();
    assertThat(planned.wrong()).isEmpty();
  }

  @Test
  void fewerCopiesThanAskedForAreReported() {
    assertThat(plan(4, 1, Map.of(), OptionalInt.of(3), false).wrong())
        .singleElement()
        .asString()
        .startsWith("replication 1 (expected: 3");
    assertThat(plan(4, 1, Map.of(), BY_DEFAULT, false).wrong()).isEmpty();
  }

  @Test
  void noMoreCopiesHaveToBeInSyncThanThereAre() {
    PlannedTopic planned = plan(4, 1, Map.of(), OptionalInt.of(3), false);

    assertThat(planned.settings()).hasToString("set min.insync.replicas=1 (was 2)");
  }

  @Test
  void onlySettingsThatDifferAreChanged() {
    PlannedTopic planned =
        plan(4, 3, Map.of("retention.ms", "1000", "compression.type", "zstd"), false);

    assertThat(planned.settings().wanted()).containsOnlyKeys("retention.ms");
    assertThat(planned.settings()).hasToString("set retention.ms=604800000 (was 1000)");
  }

  private static PlannedTopic plan(
      int partitions, int replication, Map<String, String> other, boolean mayGrow) {
    return plan(partitions, replication, other, BY_DEFAULT, mayGrow);
  }

  private static PlannedTopic plan(
      int partitions,
      int replication,
      Map<String, String> other,
      OptionalInt asked,
      boolean mayGrow) {
    Map<String, String> settings = new HashMap<>(WANTED.settings());
    settings.putAll(other);
    return PlannedTopic.of(
        WANTED,
        new FoundTopic(partitions, replication, settings),
        new TopicSettings(
            "kafka:9092", Set.of(), 4, asked, BY_DEFAULT, Duration.ofDays(7), mayGrow));
  }
}
