package io.stillwake.ingest.status;

import io.stillwake.ingest.spec.Spec;
import java.util.List;
import java.util.Map;

/**
 * What the words, the masks and the picture of a render came to.
 *
 * @param style null where nothing is repainted
 * @param motions can be asked for as they are here; empty where nothing moves
 * @param coverage share of the picture of each region, 0 to 1; empty where nobody looked
 */
public record Plan(Style style, List<Spec.Motion> motions, Map<String, Double> coverage) {

  public Plan {
    motions = motions == null ? List.of() : List.copyOf(motions);
    coverage = coverage == null ? Map.of() : coverage;
  }

  /**
   * @param style empty where the style picture is the style, or only the light changes
   * @param light empty for the picture's own
   * @param stroke factor on the size of strokes
   * @param vividness factor on the saturation
   */
  public record Style(
      String style,
      String light,
      double strength,
      boolean keepColors,
      double stroke,
      double vividness) {}
}
