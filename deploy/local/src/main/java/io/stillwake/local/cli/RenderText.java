package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A render in words, for people. */
final class RenderText {

  private RenderText() {}

  static String line(JsonNode render) {
    List<String> stages = new ArrayList<>();
    for (JsonNode stage : render.path("progress").path("stages")) {
      stages.add(
          "%s %d/%d"
              .formatted(
                  stage.get("stage").asText(),
                  stage.get("done").asInt(),
                  stage.get("total").asInt()));
    }
    return "%s  %-15s %s  %s"
        .formatted(
            render.get("id").asText(),
            render.get("state").asText(),
            render.path("created_at").asText(),
            String.join(", ", stages));
  }

  static List<String> details(JsonNode render) {
    List<String> lines = new ArrayList<>();
    OutlookText.queue(render).ifPresent(queue -> lines.add("queue: " + queue));
    if (render.has("eta")) {
      lines.add("eta: " + render.get("eta").asText());
    }
    OutlookText.time(render).ifPresent(time -> lines.add("time: " + time));
    render.path("warnings").forEach(warning -> lines.add("warning: " + warning.asText()));
    JsonNode error = render.path("error");
    if (error.isObject()) {
      lines.add(
          "error: %s (%s)".formatted(error.path("message").asText(), error.path("code").asText()));
    }
    render
        .path("results")
        .properties()
        .forEach(result -> lines.add(result.getKey() + ": " + link(result.getValue())));
    return lines;
  }

  /** Of several under one name, theirs. */
  private static String link(JsonNode result) {
    return result.isObject() ? String.join(", ", names(result)) : result.asText();
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
