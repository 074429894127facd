package io.stillwake.bench.film;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stillwake.bench.load.EpochMicros;
import io.stillwake.bench.load.NewRecords;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.Topics;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Everything that the parts of the system tell each other on the way of a film. */
final class FlowTopics implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(100);
  private static final List<String> TOPICS =
      List.of(
          Topics.UPLOADS,
          Topics.WORK_REQUESTS,
          Topics.WORK_RESULTS,
          Topics.RENDER_PROGRESS,
          Topics.RENDER_EVENTS);

  private final KafkaConsumer<String, byte[]> consumer;

  /** From now on: what is there already is not read. */
  FlowTopics(String bootstrap) {
    // As apps read the events of a render.
    consumer = NewRecords.of(bootstrap, "read_committed", TOPICS);
  }

  /**
   * Takes what was told since; for one thread.
   *
   * @param notes of each render by its id
   */
  void poll(Function<String, FilmNotes> notes) {
    var records = consumer.poll(POLL);
    long at = EpochMicros.now();
    for (ConsumerRecord<String, byte[]> record : records) {
      try {
        take(record, at, notes);
      } catch (IOException e) {
        throw new IllegalStateException(
            "a record of %s cannot be read".formatted(record.topic()), e);
      }
    }
  }

  private static void take(
      ConsumerRecord<String, byte[]> record, long at, Function<String, FilmNotes> notes)
      throws IOException {
    switch (record.topic()) {
      case Topics.UPLOADS ->
          announced(JSON.readTree(record.value()), record.timestamp() * 1000, notes);
      case Topics.WORK_REQUESTS -> {
        WorkRequest request = WorkRequest.parseFrom(record.value());
        if (request.hasWork()) {
          notes.apply(request.getRenderId()).requested(request.getWork());
        }
      }
      case Topics.WORK_RESULTS -> {
        WorkResult result = WorkResult.parseFrom(record.value());
        notes.apply(result.getRenderId()).answered(result, at);
      }
      case Topics.RENDER_PROGRESS -> {
        RenderProgress progress = RenderProgress.parseFrom(record.value());
        notes.apply(progress.getRenderId()).progressed(progress, at);
      }
      default -> {
        RenderEvent event = RenderEvent.parseFrom(record.value());
        notes.apply(event.getRenderId()).ended(event, at);
      }
    }
  }

  static void announced(JsonNode event, long at, Function<String, FilmNotes> notes) {
    for (JsonNode record : event.path("Records")) {
      JsonNode s3 = record.path("s3");
      ObjectKey key =
          new ObjectKey(
              s3.path("bucket").path("name").asText(),
              URLDecoder.decode(s3.path("object").path("key").asText(), UTF_8));
      Instant stored = Instant.parse(record.path("eventTime").asText());
      ObjectLayout.standard()
          .upload(key)
          .ifPresent(
              upload -> notes.apply(upload.render().value()).announced(EpochMicros.of(stored), at));
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
