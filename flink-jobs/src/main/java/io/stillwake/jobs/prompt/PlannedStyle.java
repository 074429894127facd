package io.stillwake.jobs.prompt;

import io.stillwake.proto.StylePlan;
import java.util.List;

/**
 * @param warnings what the step asks for and does not get, in words for the user
 */
public record PlannedStyle(StylePlan plan, List<String> warnings) {

  public PlannedStyle {
    warnings = List.copyOf(warnings);
  }
}
