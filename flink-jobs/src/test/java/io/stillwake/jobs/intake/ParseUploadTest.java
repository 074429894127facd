package io.stillwake.jobs.intake;

import static io.stillwake.jobs.SomeRender.ID;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.UploadSign;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

final class ParseUploadTest {

  @Test
  void malformedEventIsADeadLetterAndTheNextOneIsRead() throws Exception {
    try (var parse = harness()) {
      parse.open();
      parse.processElement("{\"oops\":1}", 0);
      parse.processElement(
          SomeEvents.event(SomeEvents.put("uploads%2Facme%2F" + ID + "%2Fsource")), 0);

      assertThat(parse.extractOutputValues())
          .extracting(UploadSign::getRenderId)
          .containsExactly(ID);
      DeadLetter letter = parse.getSideOutput(ParseUpload.MALFORMED).peek().getValue();
      assertThat(letter.getPayload().toStringUtf8()).isEqualTo("{\"oops\":1}");
      assertThat(letter.getSourceTopic()).isEqualTo("uploads");
      assertThat(letter.getError().getMessage()).contains("Records: missing");
    }
  }

  private static OneInputStreamOperatorTestHarness<String, UploadSign> harness() throws Exception {
    var parse =
        new OneInputStreamOperatorTestHarness<String, UploadSign>(
            new ProcessOperator<>(new ParseUpload()));
    parse.setup(
        ProtobufTypeInfo.of(UploadSign.getDefaultInstance())
            .createSerializer(new SerializerConfigImpl()));
    return parse;
  }
}
