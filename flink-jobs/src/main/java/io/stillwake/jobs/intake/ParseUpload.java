package io.stillwake.jobs.intake;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.failure.RenderErrors;
import io.stillwake.jobs.kafka.ProtobufTypeInfo;
import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.UploadSign;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.Topics;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads bucket events. In: S3's event JSON. Out: a sign per ticket's upload; aside, a dead letter
 * for what is no event.
 */
public final class ParseUpload extends ProcessFunction<String, UploadSign> {

  public static final OutputTag<DeadLetter> MALFORMED =
      new OutputTag<>("malformed-uploads", ProtobufTypeInfo.of(DeadLetter.getDefaultInstance()));

  private static final Logger log = LoggerFactory.getLogger(ParseUpload.class);

  @Override
  public void processElement(String json, Context context, Collector<UploadSign> out) {
    try {
      BucketEvent.uploads(json, ObjectLayout.standard()).forEach(out::collect);
    } catch (BucketEvent.MalformedEventException e) {
      log.warn("bucket event is malformed", e);
      context.output(
          MALFORMED,
          DeadLetter.newBuilder()
              .setError(RenderErrors.of("internal", "bucket event: " + e.getMessage()))
              .setAt(Timestamps.fromMillis(context.timerService().currentProcessingTime()))
              .setPayload(ByteString.copyFromUtf8(json))
              .setSourceTopic(Topics.UPLOADS)
              .build());
    }
  }
}
