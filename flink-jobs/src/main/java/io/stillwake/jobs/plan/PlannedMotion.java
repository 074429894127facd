package io.stillwake.jobs.plan;

import io.stillwake.proto.Motion;
import java.util.List;

/**
 * @param rows one per motion of the family, in the descriptor's order
 * @param warnings what the prompt asks for and the family cannot make, in words for the user
 */
record PlannedMotion(List<Motion> rows, List<String> warnings) {

  PlannedMotion {
    rows = List.copyOf(rows);
    warnings = List.copyOf(warnings);
  }
}
