package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The plans of a completed render in words: what moves how much of the picture, and the style. */
final class PlanText {

  private final JsonNode plan;
  private final JsonNode family;

  /**
   * @param family as the API tells it, for where each motion acts
   */
  PlanText(JsonNode plan, JsonNode family) {
    this.plan = plan;
    this.family = family;
  }

  static void tell(ApiClient api, JsonNode render, PrintWriter out) {
    JsonNode families = ApiCall.of(api, api::families);
    String name = render.path("spec").path("family").asText();
    new PlanText(render.path("plan"), FamilyListing.find(families, name))
        .lines()
        .forEach(out::println);
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    JsonNode style = plan.path("style");
    if (style.isObject()) {
      List<String> parts = new ArrayList<>();
      for (String part : List.of("style", "light")) {
        if (!style.path(part).asText().isEmpty()) {
          parts.add(style.path(part).asText());
        }
      }
      lines.add(
          "paints: " + (parts.isEmpty() ? "like the style picture" : String.join(", ", parts)));
    }
    List<String> motions = new ArrayList<>();
    for (JsonNode motion : plan.path("motions")) {
      if (motion.path("amount").asDouble() > 0) {
        motions.add(motion(motion.path("motion").asText()));
      }
    }
    if (!motions.isEmpty()) {
      lines.add("moves: " + String.join(", ", motions));
    }
    return lines;
  }

  private String motion(String name) {
    double share = 0;
    for (JsonNode kind : family.path("motions")) {
      if (kind.path("name").asText().equals(name)) {
        for (JsonNode region : kind.path("regions")) {
          share += plan.path("coverage").path(region.asText()).asDouble();
        }
      }
    }
    return share > 0 ? "%s (%s of the picture)".formatted(name, percent(share)) : name;
  }

  /** Of what is there but tiny the first digit counts. */
  static String percent(double share) {
    return share < 0.01 ? "%.1f %%".formatted(100 * share) : "%.0f %%".formatted(100 * share);
  }
}
