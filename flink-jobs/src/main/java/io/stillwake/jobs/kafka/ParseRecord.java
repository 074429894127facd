package io.stillwake.jobs.kafka;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.RenderError;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a record as the topic's message. In: the record as it came. Out: the message, or, aside, a
 * dead letter for a record that is none.
 */
final class ParseRecord<T extends Message> extends ProcessFunction<RawRecord, T> {

  static final OutputTag<DeadLetter> UNREADABLE =
      new OutputTag<>("unreadable", ProtobufTypeInfo.of(DeadLetter.getDefaultInstance()));

  private static final Logger log = LoggerFactory.getLogger(ParseRecord.class);

  private final T prototype;

  ParseRecord(T prototype) {
    this.prototype = prototype;
  }

  @Override
  @SuppressWarnings("unchecked") // a message's parser makes messages of its own class
  public void processElement(RawRecord record, Context context, Collector<T> out) {
    T message;
    try {
      message = (T) prototype.getParserForType().parseFrom(record.value());
    } catch (InvalidProtocolBufferException e) {
      log.warn(
          "record is unreadable record={} render={} problem={}",
          record,
          record.keyText(),
          e.getMessage());
      context.output(
          UNREADABLE, deadLetter(record, e, context.timerService().currentProcessingTime()));
      return;
    }
    out.collect(message);
  }

  private DeadLetter deadLetter(RawRecord record, InvalidProtocolBufferException e, long now) {
    return DeadLetter.newBuilder()
        .setRenderId(record.keyText())
        .setError(
            RenderError.newBuilder()
                .setCode("internal")
                .setMessage(
                    "record %s of %d bytes is unreadable (expected: %s): %s"
                        .formatted(
                            record,
                            record.value().length,
                            prototype.getDescriptorForType().getFullName(),
                            e.getMessage())))
        .setAt(Timestamps.fromMillis(now))
        .setPayload(ByteString.copyFrom(record.value()))
        .setSourceTopic(record.topic())
        .build();
  }
}
