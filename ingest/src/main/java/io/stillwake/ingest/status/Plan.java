package io.stillwake.ingest.status;

import io.stillwake.ingest.spec.Spec;
import java.util.Map;

/**
 * What the words, the masks and the picture of a render came to, under the names that its manifest
 * has.
 *
 * @param stylePlan null where nothing is repainted
 * @param motionPlan null where nothing moves; can be asked for as it is
 * @param coverage share of the picture of each region, 0 to 1; null where nobody looked
 */
public record Plan(Style stylePlan, Spec.Plan motionPlan, Map<String, Double> coverage) {

  static final Plan UNKNOWN = new Plan(null, null, null);

  /**
   * @param style null where the style picture is the style, or only the light changes
   * @param light null for the picture's own
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
