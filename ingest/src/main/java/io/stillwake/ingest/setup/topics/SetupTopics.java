package io.stillwake.ingest.setup.topics;

import io.stillwake.ingest.setup.report.Report;
import io.stillwake.ingest.setup.report.SetupFailure;
import io.stillwake.storage.Topics;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Prepares a Kafka cluster: every topic with its partitions and settings, and the settings of the
 * workers' share groups. Only settings of what is there are changed; nothing is deleted.
 */
public final class SetupTopics {

  /**
   * A share group starts with the newest record by default, and work issued before is lost. The
   * lock is long enough for a worker's three renewals, short enough not to wait long for a dead
   * one.
   */
  private static final Map<String, String> GROUP_SETTINGS =
      Map.of("share.auto.offset.reset", "earliest", "share.record.lock.duration.ms", "30000");

  private static final String DELIVERY_LIMIT = "group.share.delivery.count.limit";
  private static final int WANTED_DELIVERIES = 10;

  private static final String GROUP_SIZE = "group.share.max.size";
  private static final int WANTED_MEMBERS = 1000;
  // Where calls are long: each has a lane, and some are on their way in or out.
  private static final int LANES_PER_SLOT = 2;

  private final TopicSettings settings;
  private final KafkaCluster cluster;
  private final Report report;

  private SetupTopics(TopicSettings settings, KafkaCluster cluster, Report report) {
    this.settings = settings;
    this.cluster = cluster;
    this.report = report;
  }

  /** Returns when every partition serves; what does not succeed is in the report. */
  public static void run(TopicSettings settings, Report report) {
    try (KafkaCluster cluster = KafkaCluster.connect(settings.kafka())) {
      new SetupTopics(settings, cluster, report).run();
    } catch (SetupFailure e) {
      report.wrong("Kafka at " + settings.kafka(), e.getMessage());
    }
  }

  private void run() {
    Collection<Node> brokers = cluster.brokers();
    checkBrokers(brokers.iterator().next());
    int needed =
        Math.max(settings.replicationOn(brokers.size()), settings.minInsyncOn(brokers.size()));
    if (needed > brokers.size()) {
      report.wrong(
          kafka(),
          "brokers that are up: %d (expected: at least %d, for the copies asked)"
              .formatted(brokers.size(), needed));
      return;
    }
    List<WantedTopic> wanted = WantedTopic.all(settings, brokers.size());
    List<String> names = wanted.stream().map(WantedTopic::name).toList();
    Map<String, FoundTopic> found = cluster.topics(names);
    Set<String> there = new HashSet<>(found.keySet());
    there.addAll(make(wanted.stream().filter(each -> !found.containsKey(each.name())).toList()));
    wanted.stream()
        .filter(topic -> found.containsKey(topic.name()))
        .map(each -> PlannedTopic.of(each, found.get(each.name()), settings))
        .forEach(this::change);
    changeGroups();
    new AwaitLeaders(cluster.admin()).of(there);
  }

  /** What only the brokers' own configuration can settle. */
  private void checkBrokers(Node broker) {
    if (!cluster.hasShareGroups()) {
      report.wrong(
          kafka(), "no share groups (expected: Kafka 4.2 or newer with feature share.version 1)");
    }
    Map<String, String> is;
    try {
      is =
          cluster
              .settings(ConfigResource.Type.BROKER, Set.of(broker.idString()))
              .get(broker.idString());
    } catch (SetupFailure e) {
      report.note(kafka(), "the brokers' settings cannot be read: " + e.getMessage());
      return;
    }
    if (Boolean.parseBoolean(is.get("auto.create.topics.enable"))) {
      report.note(kafka(), "auto.create.topics.enable is true: a misspelt name makes a topic");
    }
    String limit = is.get(DELIVERY_LIMIT);
    if (limit != null && Integer.parseInt(limit) < WANTED_DELIVERIES) {
      report.note(
          kafka(),
          "%s is %s (better: %d): after so many lost deliveries an item waits for its deadline"
              .formatted(DELIVERY_LIMIT, limit, WANTED_DELIVERIES));
    }
    String members = is.get(GROUP_SIZE);
    if (members != null && Integer.parseInt(members) < WANTED_MEMBERS) {
      report.note(
          kafka(),
          "%s is %s (better: %d): a pool of more than about %s slots leaves some idle"
              .formatted(
                  GROUP_SIZE, members, WANTED_MEMBERS, Integer.parseInt(members) / LANES_PER_SLOT));
    }
  }

  /** The names of those that are made. */
  private List<String> make(List<WantedTopic> missing) {
    Map<String, KafkaFuture<Void>> made = report.dryRun() ? Map.of() : cluster.make(missing);
    return missing.stream()
        .filter(
            topic ->
                report.change(
                    thing(topic),
                    "make, " + topic,
                    () -> cluster.awaitMade(made.get(topic.name()))))
        .map(WantedTopic::name)
        .toList();
  }

  private void change(PlannedTopic planned) {
    WantedTopic topic = planned.topic();
    if (planned.nothing()) {
      report.asWanted();
    }
    planned.wrong().forEach(why -> report.wrong(thing(topic), why));
    if (planned.grow()) {
      report.change(
          thing(topic),
          "grow to %d partitions".formatted(topic.partitions()),
          () -> cluster.grow(topic.name(), topic.partitions()));
    }
    change(ConfigResource.Type.TOPIC, topic.name(), thing(topic), planned.settings());
  }

  private void changeGroups() {
    List<String> groups = settings.pools().stream().sorted().map(Topics::workers).toList();
    Map<String, Map<String, String>> found = cluster.settings(ConfigResource.Type.GROUP, groups);
    for (String group : groups) {
      ChangedSettings planned = ChangedSettings.of(GROUP_SETTINGS, found.get(group));
      if (planned.isEmpty()) {
        report.asWanted();
      }
      change(ConfigResource.Type.GROUP, group, "share group " + group, planned);
    }
  }

  private void change(
      ConfigResource.Type type, String name, String thing, ChangedSettings planned) {
    if (!planned.isEmpty()) {
      report.change(thing, planned.toString(), () -> cluster.set(type, name, planned.wanted()));
    }
  }

  private String kafka() {
    return "Kafka at " + settings.kafka();
  }

  private static String thing(WantedTopic topic) {
    return "topic " + topic.name();
  }
}
