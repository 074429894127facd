package io.stillwake.jobs.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The attributes of one CloudEvent 1.0, as headers of the Kafka protocol binding in binary mode.
 *
 * @param id unique within the source; a replay has the same one
 * @param type reverse DNS name with the version of the payload last
 * @param subject the render
 * @param traceparent W3C trace context; empty where there was none
 */
record CloudEvent(
    String id, String source, String type, Timestamp time, String subject, String traceparent) {

  private static final String TYPE_PREFIX = "io.stillwake.render.";
  private static final String TYPE_SUFFIX = ".v1";

  static CloudEvent of(RenderEvent event, String job) {
    return new CloudEvent(
        event.getEventId(),
        source(job),
        TYPE_PREFIX + word(event.getState()) + TYPE_SUFFIX,
        event.getAt(),
        event.getRenderId(),
        event.getTraceparent());
  }

  static CloudEvent of(RenderProgress progress) {
    return new CloudEvent(
        "%s/%s/%d".formatted(progress.getRenderId(), progress.getJob(), progress.getSequence()),
        source(progress.getJob()),
        TYPE_PREFIX + "progress" + TYPE_SUFFIX,
        progress.getAt(),
        progress.getRenderId(),
        progress.getTraceparent());
  }

  List<Header> headers() {
    List<Header> headers = new ArrayList<>();
    headers.add(header("ce_specversion", "1.0"));
    headers.add(header("ce_id", id));
    headers.add(header("ce_source", source));
    headers.add(header("ce_type", type));
    headers.add(header("ce_time", Timestamps.toString(time)));
    headers.add(header("ce_subject", subject));
    headers.add(header("content-type", "application/protobuf"));
    if (!traceparent.isEmpty()) {
      headers.add(header("traceparent", traceparent));
    }
    return headers;
  }

  private static String source(String job) {
    return "/stillwake/jobs/" + job;
  }

  /** RENDER_STATE_COMPLETED becomes completed. */
  private static String word(RenderState state) {
    return state.name().substring("RENDER_STATE_".length()).toLowerCase(Locale.ROOT);
  }

  private static Header header(String name, String value) {
    return new RecordHeader(name, value.getBytes(UTF_8));
  }
}
