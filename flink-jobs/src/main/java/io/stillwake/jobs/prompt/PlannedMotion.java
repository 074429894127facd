package io.stillwake.jobs.prompt;

import io.stillwake.proto.Motion;
import java.util.List;

/**
 * @param rows one per motion of the family, in the descriptor's order
 * @param warnings what the prompt asks for and the family cannot make, in words for the user
 */
public record PlannedMotion(List<Motion> rows, List<String> warnings) {

  public PlannedMotion {
    rows = List.copyOf(rows);
    warnings = List.copyOf(warnings);
  }
}
