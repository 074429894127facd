package io.stillwake.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stillwake.proto.WorkRequest;
import io.stillwake.storage.RequestPartition;
import io.stillwake.storage.Topics;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A request for work, or the drop of a render's, as a record in the partition of its tenant. */
final class RequestRecord implements KafkaRecordSerializationSchema<WorkRequest> {

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      WorkRequest request, KafkaSinkContext context, Long timestamp) {
    int partitions = context.getPartitionsForTopic(Topics.WORK_REQUESTS).length;
    return new ProducerRecord<>(
        Topics.WORK_REQUESTS,
        RequestPartition.of(tenant(request), partitions),
        request.getRenderId().getBytes(UTF_8),
        request.toByteArray());
  }

  private static String tenant(WorkRequest request) {
    return request.hasDrop() ? request.getDrop().getTenant() : request.getWork().getTenant();
  }
}
