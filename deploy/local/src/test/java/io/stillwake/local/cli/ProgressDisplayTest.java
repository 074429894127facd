package io.stillwake.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is shown where nobody sits at a terminal, and the words of one render's status. */
class ProgressDisplayTest {

  private static final String WAITING =
      "'queue': {'pool': 'cpu', 'position': %d, 'waiting_items': 2, 'wait_seconds': 4.5,"
          + " 'live_slots': 4}, 'eta_seconds': %s";

  @Test
  void aPlaceInTheQueueIsToldWhenItChanges() throws Exception {
    assertThat(
            shown(
                "{" + WAITING.formatted(3, "22.5") + "}",
                "{" + WAITING.formatted(3, "21.5") + "}",
                "{" + WAITING.formatted(1, "9") + "}",
                "{}"))
        .containsExactly(
            "waits     place 3 in pool 'cpu', 2 items wait about 4.5 s; ends in about 22.5 s",
            "waits     place 1 in pool 'cpu', 2 items wait about 4.5 s; ends in about 9.0 s");
  }

  @Test
  void aPoolThatNobodyServesIsToldInWords() throws Exception {
    String render =
        "{'queue': {'pool': 'gpu', 'position': 1, 'waiting_items': 1, 'live_slots': 0,"
            + " 'note': 'no worker'}}";

    assertThat(shown(render, render)).containsExactly("waits     no worker");
  }

  @Test
  void aStageThatIsDoneTellsHowFarTheEndIs() throws Exception {
    assertThat(
            shown(
                "{'eta_seconds': 7, " + stages("prepare", 1, 1) + "}",
                "{" + stages("prepare", 1, 1) + "}",
                "{" + stages("frames", 6, 6) + "}"))
        .containsExactly("prepare   1/1  ends in about 7.0 s", "frames    6/6");
  }

  @Test
  void theStatusOfARenderTellsPlaceEndAndTime() throws Exception {
    JsonNode render =
        json(
            "{"
                + WAITING.formatted(3, "22.5")
                + ", 'eta': '2026-11-23T12:00:32Z',"
                + " 'time': {'queued_seconds': 3, 'waiting_for_slot_seconds': 0.64,"
                + " 'fetch_seconds': 0.08, 'model_seconds': 4.2, 'encode_seconds': 0.12,"
                + " 'store_seconds': 0.14}}");

    assertThat(RenderText.details(render))
        .containsExactly(
            "queue: place 3 in pool 'cpu', 2 items wait about 4.5 s",
            "eta: 2026-11-23T12:00:32Z",
            "time: queued 3.0 s, waiting for a slot 0.6 s, fetch 0.1 s, model 4.2 s,"
                + " encode 0.1 s, store 0.1 s");
  }

  private static String stages(String stage, int done, int total) {
    return "'progress': {'stages': [{'stage': '%s', 'done': %d, 'total': %d}]}"
        .formatted(stage, done, total);
  }

  private static List<String> shown(String... renders) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ProgressDisplay display = ProgressDisplay.on(new PrintStream(bytes, true, UTF_8))) {
      for (String render : renders) {
        display.show(json(render));
      }
    }
    return bytes.toString(UTF_8).lines().toList();
  }

  private static JsonNode json(String text) throws Exception {
    return ApiClient.JSON.readTree(text.replace('\'', '"'));
  }
}
