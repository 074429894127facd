package io.stillwake.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.DropRender;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkRequest;
import io.stillwake.storage.Topics;
import java.util.stream.IntStream;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

final class RequestRecordTest {

  @Test
  void isKeyedByItsRender() {
    ProducerRecord<byte[], byte[]> record = record(work("acme", "r", "w"));

    assertThat(record.topic()).isEqualTo(Topics.WORK_REQUESTS);
    assertThat(record.key()).isEqualTo("r".getBytes(UTF_8));
    assertThat(record.value()).isEqualTo(work("acme", "r", "w").toByteArray());
    assertThat(record.timestamp()).isNull();
  }

  @Test
  void allOfATenantAreInOnePartition() {
    assertThat(IntStream.range(0, 100))
        .extracting(i -> record(work("acme", "r" + i, "w" + i)).partition())
        .containsOnly(record(work("acme", "r", "w")).partition());
  }

  @Test
  void dropIsInThePartitionOfWhatItDrops() {
    for (String tenant : new String[] {"acme", "trial", "flood"}) {
      assertThat(record(drop(tenant, "r")).partition())
          .isEqualTo(record(work(tenant, "r", "w")).partition());
    }
  }

  @Test
  void travelsToTheTaskManager() throws Exception {
    assertThat(InstantiationUtil.clone(new TopicWriter("127.0.0.1:9092", "assemble").requests()))
        .isNotNull();
  }

  private static ProducerRecord<byte[], byte[]> record(WorkRequest request) {
    return new RequestRecord().serialize(request, new ThirtyTwoPartitions(), 1L);
  }

  private static WorkRequest work(String tenant, String render, String work) {
    return WorkRequest.newBuilder()
        .setRenderId(render)
        .setWork(WorkItem.newBuilder().setTenant(tenant).setRenderId(render).setWorkId(work))
        .build();
  }

  private static WorkRequest drop(String tenant, String render) {
    return WorkRequest.newBuilder()
        .setRenderId(render)
        .setDrop(DropRender.newBuilder().setTenant(tenant).addPools("cpu"))
        .build();
  }

  private static final class ThirtyTwoPartitions implements KafkaSinkContext {

    @Override
    public int getParallelInstanceId() {
      return 0;
    }

    @Override
    public int getNumberOfParallelInstances() {
      return 1;
    }

    @Override
    public int[] getPartitionsForTopic(String topic) {
      return IntStream.range(0, 32).toArray();
    }
  }
}
