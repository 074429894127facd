package io.stillwake.local.kafka;

import io.stillwake.storage.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Makes the topics and settles where the workers of a pool start. */
public record TopicSetup(Admin admin) implements AutoCloseable {

  private static final int PARTITIONS = 4;
  private static final short REPLICAS = 1;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int ATTEMPTS = 300;

  /** Only the newest words of a worker count, and cancellations only while the work can run. */
  private static final Map<String, Duration> SHORT_RETENTION =
      Map.of(
          Topics.WORKER_STATUS, Duration.ofMinutes(10),
          Topics.WORK_CANCELLATIONS, Duration.ofHours(1));

  public static TopicSetup at(String bootstrapServers) {
    Properties settings = new Properties();
    settings.setProperty(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    return new TopicSetup(Admin.create(settings));
  }

  public void createTopics(Collection<String> pools) {
    List<NewTopic> topics = new ArrayList<>();
    Topics.fixed().forEach(name -> topics.add(topic(name, PARTITIONS)));
    for (String pool : pools) {
      Topics.work(pool).forEach(name -> topics.add(topic(name, 1)));
    }
    admin.createTopics(topics).values().values().forEach(TopicSetup::awaitCreated);
    awaitLeaders(topics);
    startAtTheOldest(pools);
  }

  /** A topic is there a moment before its partitions serve; clients would log that at length. */
  private void awaitLeaders(Collection<NewTopic> topics) {
    Map<TopicPartition, OffsetSpec> partitions = new HashMap<>();
    for (NewTopic topic : topics) {
      for (int partition = 0; partition < topic.numPartitions(); partition++) {
        partitions.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
      }
    }
    for (int attempt = 1; !serve(partitions); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new IllegalStateException("partitions do not serve yet: " + partitions.keySet());
      }
      pause();
    }
  }

  private boolean serve(Map<TopicPartition, OffsetSpec> partitions) {
    try {
      // Asked first, because the offsets of a topic not known yet are logged as an error.
      await(
          admin
              .describeTopics(partitions.keySet().stream().map(TopicPartition::topic).toList())
              .allTopicNames());
      await(admin.listOffsets(partitions).all());
      return true;
    } catch (UnknownTopicOrPartitionException e) {
      return false;
    }
  }

  /** A share group starts with the newest record by default, and work issued before is lost. */
  private void startAtTheOldest(Collection<String> pools) {
    Map<ConfigResource, Collection<AlterConfigOp>> changes =
        pools.stream()
            .collect(
                Collectors.toMap(
                    pool -> new ConfigResource(ConfigResource.Type.GROUP, Topics.workers(pool)),
                    pool ->
                        List.of(
                            new AlterConfigOp(
                                new ConfigEntry("share.auto.offset.reset", "earliest"),
                                AlterConfigOp.OpType.SET))));
    await(admin.incrementalAlterConfigs(changes).all());
  }

  private static NewTopic topic(String name, int partitions) {
    NewTopic topic = new NewTopic(name, partitions, REPLICAS);
    Duration retention = SHORT_RETENTION.get(name);
    if (retention != null) {
      String millis = Long.toString(retention.toMillis());
      topic.configs(
          Map.of(TopicConfig.RETENTION_MS_CONFIG, millis, TopicConfig.SEGMENT_MS_CONFIG, millis));
    }
    return topic;
  }

  @Override
  public void close() {
    admin.close();
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the topics were made", e);
    }
  }

  private static void awaitCreated(KafkaFuture<Void> created) {
    try {
      await(created);
    } catch (TopicExistsException e) {
      // Made by an earlier start.
    }
  }

  private static void await(KafkaFuture<?> future) {
    try {
      future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("Kafka refused to make the topics", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the topics were made", e);
    }
  }
}
