package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Which region has how much of the picture, and what can move there. */
final class RegionTable {

  private RegionTable() {}

  static void tell(ApiClient api, JsonNode render, PrintWriter out) {
    String name = render.path("spec").path("family").asText();
    JsonNode family = FamilyListing.find(ApiCall.of(api, api::families), name);
    lines(render.path("plan").path("coverage"), family).forEach(out::println);
  }

  static List<String> lines(JsonNode coverage, JsonNode family) {
    List<String> lines = new ArrayList<>();
    lines.add("%-11s %9s  %s".formatted("region", "share", "what can move there"));
    for (JsonNode region : family.path("regions")) {
      String name = region.path("name").asText();
      if (coverage.has(name)) {
        lines.add(
            "%-11s %9s  %s"
                .formatted(
                    name, PlanText.percent(coverage.get(name).asDouble()), motions(name, family)));
      }
    }
    return lines;
  }

  private static String motions(String region, JsonNode family) {
    List<String> motions = new ArrayList<>();
    for (JsonNode motion : family.path("motions")) {
      for (JsonNode where : motion.path("regions")) {
        if (where.asText().equals(region)) {
          motions.add(motion.path("name").asText());
        }
      }
    }
    return String.join(", ", motions);
  }
}
