package io.stillwake.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.WorkItem;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.ProcessFunctionTestHarnesses;
import org.apache.flink.types.PojoTestUtils;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ParseRecordTest {

  private static final WorkItem ITEM = WorkItem.newBuilder().setWorkId("w").build();

  private OneInputStreamOperatorTestHarness<RawRecord, WorkItem> parse;

  @BeforeEach
  void open() throws Exception {
    parse =
        ProcessFunctionTestHarnesses.forProcessFunction(
            new ParseRecord<>(WorkItem.getDefaultInstance()));
  }

  @AfterEach
  void close() throws Exception {
    parse.close();
  }

  @Test
  void messageIsRead() throws Exception {
    parse.processElement(record(ITEM.toByteArray()), 0);

    assertThat(parse.extractOutputValues()).containsExactly(ITEM);
  }

  @Test
  void unreadableRecordBecomesADeadLetterAndTheNextIsRead() throws Exception {
    parse.processElement(record("no protobuf".getBytes(UTF_8)), 0);
    parse.processElement(record(ITEM.toByteArray()), 0);

    assertThat(parse.extractOutputValues()).containsExactly(ITEM);
    DeadLetter letter =
        new ArrayList<StreamRecord<DeadLetter>>(parse.getSideOutput(ParseRecord.UNREADABLE))
            .get(0)
            .getValue();
    assertThat(letter.getRenderId()).isEqualTo("r");
    assertThat(letter.getSourceTopic()).isEqualTo("work-requests");
    assertThat(letter.getPayload().toString(UTF_8)).isEqualTo("no protobuf");
    assertThat(letter.getError().getMessage()).contains("work-requests-2@7", "WorkItem");
  }

  @Test
  void tombstoneIsSkippedAndAMissingKeyIsEmpty() {
    List<RawRecord> read = new ArrayList<>();
    Collector<RawRecord> out =
        new Collector<>() {
          @Override
          public void collect(RawRecord record) {
            read.add(record);
          }

          @Override
          public void close() {}
        };

    new RawRecordSchema().deserialize(new ConsumerRecord<>("t", 0, 0, new byte[1], null), out);
    new RawRecordSchema().deserialize(new ConsumerRecord<>("t", 0, 1, null, new byte[1]), out);

    assertThat(read).extracting(RawRecord::offset).containsExactly(1L);
    assertThat(read.get(0).keyText()).isEmpty();
  }

  @Test
  void rawRecordIsAPojoToFlink() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(RawRecord.class);
  }

  private static RawRecord record(byte[] value) {
    return new RawRecord("work-requests", 2, 7, "r".getBytes(UTF_8), value);
  }
}
