package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** What is ahead of a render, and where its time went, in words. */
final class OutlookText {

  private OutlookText() {}

  /** What it waits for; empty where nothing of it waits. */
  static Optional<String> queue(JsonNode render) {
    JsonNode queue = render.path("queue");
    if (!queue.isObject()) {
      return Optional.empty();
    }
    if (queue.has("note")) {
      return Optional.of(queue.get("note").asText());
    }
    int items = queue.path("waiting_items").asInt();
    String place =
        "place %d in pool '%s', %d %s"
            .formatted(
                queue.path("position").asInt(),
                queue.path("pool").asText(),
                items,
                items == 1 ? "item waits" : "items wait");
    return Optional.of(
        queue.has("wait_seconds") ? place + " about " + seconds(queue.get("wait_seconds")) : place);
  }

  /** How far off its end is; empty where nobody can say. */
  static Optional<String> end(JsonNode render) {
    return render.has("eta_seconds")
        ? Optional.of("ends in about " + seconds(render.get("eta_seconds")))
        : Optional.empty();
  }

  /** Where its time went; empty where nobody told it. */
  static Optional<String> time(JsonNode render) {
    JsonNode time = render.path("time");
    return time.isObject()
        ? Optional.of(
            "queued %s, waiting for a slot %s, fetch %s, model %s, encode %s, store %s"
                .formatted(
                    seconds(time.path("queued_seconds")),
                    seconds(time.path("waiting_for_slot_seconds")),
                    seconds(time.path("fetch_seconds")),
                    seconds(time.path("model_seconds")),
                    seconds(time.path("encode_seconds")),
                    seconds(time.path("store_seconds"))))
        : Optional.empty();
  }

  private static String seconds(JsonNode seconds) {
    return "%.1f s".formatted(seconds.asDouble());
  }
}
