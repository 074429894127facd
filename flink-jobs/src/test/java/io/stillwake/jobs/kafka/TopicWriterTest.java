package io.stillwake.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.WorkItem;
import io.stillwake.storage.Topics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.Test;

final class TopicWriterTest {

  private static final RenderEvent COMPLETED =
      RenderEvent.newBuilder()
          .setEventId("r/completed")
          .setRenderId("r")
          .setState(RenderState.RENDER_STATE_COMPLETED)
          .setAt(Timestamps.fromMillis(1_500))
          .build();

  @Test
  void eventCarriesCloudEventsAttributesAsHeaders() {
    assertThat(headers(CloudEvent.of(COMPLETED, "assemble").headers()))
        .containsExactly(
            Map.entry("ce_specversion", "1.0"),
            Map.entry("ce_id", "r/completed"),
            Map.entry("ce_source", "/stillwake/jobs/assemble"),
            Map.entry("ce_type", "io.stillwake.render.completed.v1"),
            Map.entry("ce_time", "1970-01-01T00:00:01.500Z"),
            Map.entry("ce_subject", "r"),
            Map.entry("content-type", "application/protobuf"));
  }

  @Test
  void traceparentTravelsWhereThereIsOne() {
    String traceparent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    RenderEvent traced = COMPLETED.toBuilder().setTraceparent(traceparent).build();

    assertThat(headers(CloudEvent.of(traced, "assemble").headers()))
        .containsEntry("traceparent", traceparent);
  }

  @Test
  void progressIsIdentifiedByItsJobsSequence() {
    RenderProgress progress =
        RenderProgress.newBuilder().setRenderId("r").setJob("generate").setSequence(3).build();

    assertThat(headers(CloudEvent.of(progress).headers()))
        .containsEntry("ce_id", "r/generate/3")
        .containsEntry("ce_source", "/stillwake/jobs/generate")
        .containsEntry("ce_type", "io.stillwake.render.progress.v1");
  }

  @Test
  void recordGoesToTheTopicAndKeyThatTheMessageNames() {
    MessageRecord<WorkItem> records =
        MessageRecord.toEach(item -> "work." + item.getPool(), WorkItem::getRenderId);
    WorkItem item = WorkItem.newBuilder().setPool("cpu").setRenderId("r").build();

    ProducerRecord<byte[], byte[]> record = records.serialize(item, null, 1L);

    assertThat(record.topic()).isEqualTo("work.cpu");
    assertThat(record.key()).isEqualTo("r".getBytes(UTF_8));
    assertThat(record.value()).isEqualTo(item.toByteArray());
    assertThat(record.timestamp()).isNull();
  }

  @Test
  void transactionalSinkKnowsItsTopicsAsPoolingNeeds() {
    MessageRecord<RenderEvent> records =
        MessageRecord.to(Topics.RENDER_EVENTS, RenderEvent::getRenderId, event -> List.of());

    assertThat(records.getKafkaDatasetFacet().orElseThrow().getTopicIdentifier().getTopics())
        .containsExactly(Topics.RENDER_EVENTS);
  }

  @Test
  void sinksTravelToTheTaskManager() throws Exception {
    TopicWriter writer = new TopicWriter("127.0.0.1:9092", "assemble");

    assertThat(InstantiationUtil.clone(writer.events())).isNotNull();
    assertThat(InstantiationUtil.clone(writer.progress())).isNotNull();
  }

  private static Map<String, String> headers(List<Header> headers) {
    Map<String, String> byName = new LinkedHashMap<>();
    headers.forEach(header -> byName.put(header.key(), new String(header.value(), UTF_8)));
    return byName;
  }
}
