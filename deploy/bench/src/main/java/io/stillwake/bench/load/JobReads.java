package io.stillwake.bench.load;

import io.stillwake.storage.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How far DispatchJob has read the requests, as its checkpoints commit it. */
final class JobReads implements AutoCloseable {

  private static final String GROUP = "stillwake.dispatch";

  private final Admin admin;

  JobReads(String bootstrap) {
    admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap));
  }

  /** Where each partition that holds anything ends now. */
  Map<TopicPartition, Long> ends() throws InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        told(admin.describeTopics(List.of(Topics.WORK_REQUESTS)).allTopicNames())
            .get(Topics.WORK_REQUESTS)
            .partitions()
            .stream()
            .map(partition -> new TopicPartition(Topics.WORK_REQUESTS, partition.partition()))
            .collect(Collectors.toMap(partition -> partition, unused -> OffsetSpec.latest()));
    return told(admin.listOffsets(latest).all()).entrySet().stream()
        .filter(end -> end.getValue().offset() > 0)
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  /** Whether all that lies before these ends has been read. */
  boolean reached(Map<TopicPartition, Long> ends) throws InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> read =
        told(admin.listConsumerGroupOffsets(GROUP).partitionsToOffsetAndMetadata());
    return ends.entrySet().stream()
        .allMatch(
            end ->
                read.containsKey(end.getKey())
                    && read.get(end.getKey()).offset() >= end.getValue());
  }

  private static <T> T told(KafkaFuture<T> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Kafka does not say what the job has read", e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
