package io.stillwake.ingest.setup.topics;

import io.stillwake.ingest.setup.report.SetupFailure;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;

/** The calls to Kafka that a setup needs; each throws {@link SetupFailure}. */
record KafkaCluster(Admin admin, String bootstrap) implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration REQUEST = Duration.ofSeconds(5);

  static KafkaCluster connect(String bootstrap) {
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrap,
            AdminClientConfig.CLIENT_ID_CONFIG,
            "setup",
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            Math.toIntExact(PATIENCE.toMillis()),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            Math.toIntExact(REQUEST.toMillis()));
    try {
      return new KafkaCluster(Admin.create(settings), bootstrap);
    } catch (KafkaException e) {
      // The cause says what is wrong with the addresses: malformed, or no such host.
      String why = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new SetupFailure(why + " (expected: host:port,… of brokers)", e);
    }
  }

  /**
   * The brokers that are up; the first question to a cluster, so it may find that there is none.
   */
  Collection<Node> brokers() {
    try {
      return await(admin.describeCluster().nodes());
    } catch (SetupFailure e) {
      throw e.getCause() instanceof TimeoutException
          ? new SetupFailure(
              "no broker answered within %d s".formatted(PATIENCE.toSeconds()), e.getCause())
          : e;
    }
  }

  boolean hasShareGroups() {
    return await(admin.describeFeatures().featureMetadata())
        .finalizedFeatures()
        .containsKey("share.version");
  }

  /** Those of the given topics that are there. */
  Map<String, FoundTopic> topics(Collection<String> names) {
    Set<String> there = await(admin.listTopics().names());
    List<String> wanted = names.stream().filter(there::contains).toList();
    Map<String, TopicDescription> topics = await(admin.describeTopics(wanted).allTopicNames());
    Map<String, Map<String, String>> settings = settings(ConfigResource.Type.TOPIC, wanted);
    Map<String, FoundTopic> found = new HashMap<>();
    topics.forEach((name, topic) -> found.put(name, found(topic, settings.get(name))));
    return found;
  }

  private static FoundTopic found(TopicDescription topic, Map<String, String> settings) {
    int replication =
        topic.partitions().stream().mapToInt(each -> each.replicas().size()).min().orElse(0);
    return new FoundTopic(topic.partitions().size(), replication, settings);
  }

  /** What holds for each of the named, defaults included. */
  Map<String, Map<String, String>> settings(ConfigResource.Type type, Collection<String> names) {
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(type, name)).toList();
    Map<String, Map<String, String>> settings = new HashMap<>();
    await(admin.describeConfigs(resources).all())
        .forEach((resource, config) -> settings.put(resource.name(), values(config)));
    return settings;
  }

  private static Map<String, String> values(Config config) {
    return config.entries().stream()
        .filter(entry -> entry.value() != null)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }

  /** Asks for all of them in one request; the answers are to be awaited one by one. */
  Map<String, KafkaFuture<Void>> make(Collection<WantedTopic> topics) {
    return admin
        .createTopics(
            topics.stream()
                .map(
                    topic ->
                        new NewTopic(topic.name(), topic.partitions(), (short) topic.replication())
                            .configs(topic.settings()))
                .toList())
        .values();
  }

  void awaitMade(KafkaFuture<Void> made) {
    try {
      await(made);
    } catch (SetupFailure e) {
      // By another setup, in between.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  void grow(String topic, int partitions) {
    await(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
  }

  void set(ConfigResource.Type type, String name, Map<String, String> settings) {
    List<AlterConfigOp> changes =
        settings.entrySet().stream()
            .map(
                each ->
                    new AlterConfigOp(
                        new ConfigEntry(each.getKey(), each.getValue()), AlterConfigOp.OpType.SET))
            .toList();
    await(admin.incrementalAlterConfigs(Map.of(new ConfigResource(type, name), changes)).all());
  }

  @Override
  public void close() {
    admin.close();
  }

  static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new SetupFailure(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SetupFailure("interrupted while Kafka was asked", e);
    }
  }
}
