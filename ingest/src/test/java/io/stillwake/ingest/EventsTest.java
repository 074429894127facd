package io.stillwake.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.ingest.status.RenderRecords;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EventsTest {

  @RegisterExtension final RunningIngest ingest = new RunningIngest();

  private String id;
  private RenderRecords records;

  @BeforeEach
  void submit() {
    ingest.awaitReady();
    id = ingest.submit();
    records = new RenderRecords(id);
  }

  @Test
  void tellsWhatHappensUntilTheEnd() {
    Iterator<Event> events = follow();
    ingest.kafka.publish(records.accepted());
    Event accepted = events.next();
    ingest.kafka.publish(records.frames(1, 2));
    Event progress = events.next();
    ingest.kafka.publish(records.completed());
    Event completed = events.next();

    assertThat(accepted.name()).isEqualTo("accepted");
    assertThat(progress.name()).isEqualTo("progress");
    assertThat(progress.data().at("/progress/stages/1/done").intValue()).isEqualTo(1);
    assertThat(completed.name()).isEqualTo("completed");
    assertThat(completed.data().at("/results/video").textValue())
        .isEqualTo("/v1/renders/" + id + "/content/video.mp4");
    assertThat(events).isExhausted();
  }

  @Test
  void tellsAPlaceInTheQueueAsItChanges() {
    Iterator<Event> events = follow();
    ingest.kafka.publish(records.left("generate", 20, 6));
    ingest.kafka.publish(records.waiting(1, 1, 5, 4));
    ingest.kafka.publish(records.served(2));
    List<Event> told = List.of(events.next(), events.next(), events.next());

    assertThat(told).extracting(Event::name).containsOnly("progress");
    assertThat(told)
        .extracting(event -> event.data().at("/queue/position").asInt())
        .containsExactly(0, 2, 0);
    assertThat(told)
        .extracting(event -> event.data().path("eta").textValue())
        .containsExactly("2026-11-23T12:00:16Z", "2026-11-23T12:00:26Z", "2026-11-23T12:00:16Z");
  }

  @Test
  void goesOnAfterTheLastEventWhenBothSidesWereAway() {
    Iterator<Event> before = follow();
    ingest.kafka.publish(records.accepted());
    ingest.kafka.publish(records.frames(1, 4));
    List<Event> seen = List.of(before.next(), before.next());
    ingest.restart();
    ingest.awaitReady();
    ingest.kafka.publish(records.frames(2, 4));
    ingest.kafka.publish(records.segments(1, 2));
    ingest.kafka.publish(records.failed());

    Iterator<Event> after = follow("Last-Event-ID", seen.get(1).id());

    assertThat(names(after)).containsExactly("progress", "progress", "failed");
  }

  @Test
  void tellsEveryEventOnceWhereverAClientCameBack() {
    ingest.kafka.publish(records.accepted());
    ingest.kafka.publish(records.frames(1, 4));
    ingest.kafka.publish(records.segments(1, 2));
    ingest.kafka.publish(records.frames(2, 4));
    ingest.kafka.publish(records.completed());
    List<Event> all = rest(follow());
    ingest.restart();
    ingest.awaitReady();

    assertThat(all).hasSize(5);
    for (int i = 0; i < all.size() - 1; i++) {
      Iterator<Event> resumed = follow("Last-Event-ID", all.get(i).id());
      assertThat(rest(resumed)).isEqualTo(all.subList(i + 1, all.size()));
    }
  }

  @Test
  void tellsAClientThatHasSeenTheEndToStayAway() {
    ingest.kafka.publish(records.completed());
    List<Event> all = rest(follow());

    HttpResponse<byte[]> answer =
        ingest.api().get("/v1/renders/" + id + "/events", "Last-Event-ID", all.get(0).id());

    assertThat(answer.statusCode()).isEqualTo(204);
  }

  @Test
  void sendsCommentsWhileNothingHappens() {
    try (Stream<String> lines = ingest.api().lines("/v1/renders/" + id + "/events").body()) {
      assertThat(lines.filter(line -> !line.isEmpty()).limit(2))
          .allSatisfy(line -> assertThat(line).startsWith(":"));
    }
  }

  @Test
  void tellsTheEndOfARenderThatOnlyTheStoreRemembers() {
    String old = "01m844dzg0edt7pe93gypg54bq";
    ingest.store.put(
        ingest.layout.manifest(new Tenant("local"), new RenderId(old)),
        StatusTest.MANIFEST.getBytes(StandardCharsets.UTF_8),
        "application/json");

    Stream<String> lines = ingest.api().lines("/v1/renders/" + old + "/events").body();

    assertThat(names(Event.read(lines))).containsExactly("completed");
  }

  @Test
  void refusesAnIdThatItNeverGave() {
    HttpResponse<byte[]> answer =
        ingest.api().get("/v1/renders/" + id + "/events", "Last-Event-ID", "17");

    assertThat(answer.statusCode()).isEqualTo(400);
  }

  private Iterator<Event> follow(String... headers) {
    return Event.read(ingest.api().lines("/v1/renders/" + id + "/events", headers).body());
  }

  private static List<Event> rest(Iterator<Event> events) {
    List<Event> rest = new ArrayList<>();
    events.forEachRemaining(rest::add);
    return rest;
  }

  private static List<String> names(Iterator<Event> events) {
    return rest(events).stream().map(Event::name).toList();
  }

  private record Event(String id, String name, JsonNode data) {

    /** Comments are left out. */
    static Iterator<Event> read(Stream<String> lines) {
      Iterator<String> each =
          lines.filter(line -> line.startsWith("data:") || field(line)).iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return each.hasNext();
        }

        @Override
        public Event next() {
          String id = value(each.next(), "id:");
          String name = value(each.next(), "event:");
          return new Event(id, name, Api.json(value(each.next(), "data:")));
        }
      };
    }

    private static boolean field(String line) {
      return line.startsWith("id:") || line.startsWith("event:");
    }

    private static String value(String line, String field) {
      assertThat(line).startsWith(field);
      return line.substring(field.length()).strip();
    }
  }
}
