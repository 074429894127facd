package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.stillwake.local.client.ApiClient;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which region has how much of the picture, and what can move there. */
final class RegionTable {

  /** Less of a picture is nothing that anyone would see move. */
  private static final double SEEN = 0.0005;

  private RegionTable() {}

  static void tell(ApiClient api, JsonNode render, PrintWriter out) {
    String name = render.path("spec").path("family").asText();
    JsonNode family = FamilyListing.find(ApiCall.of(api, api::families), name);
    lines(render.path("plan").path("coverage"), family).forEach(out::println);
  }

  /** The largest first; what the picture has nothing of is left out. */
  static List<String> lines(JsonNode coverage, JsonNode family) {
    List<String> lines = new ArrayList<>();
    lines.add("%-11s %8s  %s".formatted("region", "share", "what can move there"));
    List<JsonNode> regions = new ArrayList<>();
    family.path("regions").forEach(regions::add);
    regions.removeIf(region -> share(region, coverage) < SEEN);
    regions.sort(Comparator.comparingDouble(region -> -share(region, coverage)));
    for (JsonNode region : regions) {
      String name = region.path("name").asText();
      String motions = motions(name, family);
      lines.add(
          "%-11s %8s  %s"
              .formatted(
                  name,
                  PlanText.percent(share(region, coverage)),
                  motions.isEmpty() ? "(" + region.path("title").asText() + ")" : motions));
    }
    if (regions.isEmpty()) {
      lines.add("nothing found; paint a mask by hand, or ask for weather, light or the camera");
    }
    return lines;
  }

  private static double share(JsonNode region, JsonNode coverage) {
    return coverage.path(region.path("name").asText()).asDouble();
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
