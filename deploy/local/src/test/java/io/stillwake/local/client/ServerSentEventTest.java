package io.stillwake.local.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServerSentEventTest {

  @Test
  void aBlankLineEndsAnEvent() {
    assertThat(parse("id: 7", "event: progress", "data: {\"a\":1}", "", "data: 2", ""))
        .containsExactly(
            new ServerSentEvent("7", "progress", "{\"a\":1}"),
            new ServerSentEvent("", "message", "2"));
  }

  @Test
  void anEventIsGivenOutBeforeTheNextOneComes() {
    Iterator<String> lines = List.of("data: 1", "", "data: 2", "").iterator();
    Iterator<ServerSentEvent> events = ServerSentEvent.parse(lines);

    assertThat(events.next().data()).isEqualTo("1");
    assertThat(lines.next()).isEqualTo("data: 2");
  }

  @Test
  void commentsAndEventsWithoutDataAreLeftOut() {
    assertThat(parse(": heartbeat", "", "event: empty", "", "data: 1", ""))
        .extracting(ServerSentEvent::data)
        .containsExactly("1");
  }

  @Test
  void anEventThatBreaksOffIsNoEvent() {
    assertThat(parse("data: whole", "", "data: ha")).hasSize(1);
  }

  @Test
  void severalDataLinesAreOneText() {
    assertThat(parse("data: one", "data: two", ""))
        .extracting(ServerSentEvent::data)
        .containsExactly("one\ntwo");
  }

  private static List<ServerSentEvent> parse(String... lines) {
    List<ServerSentEvent> events = new ArrayList<>();
    ServerSentEvent.parse(List.of(lines).iterator()).forEachRemaining(events::add);
    return events;
  }
}
