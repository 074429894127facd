package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** How long a result is wanted. */
final class DeadlineOption {

  @Option(
      names = "--deadline",
      paramLabel = "SECONDS",
      description =
          "Give up what is not done so long after it was asked for: 1 to 86400 (default: never).")
  private Integer seconds;

  void addTo(ObjectNode request) {
    if (seconds != null) {
      request.put("deadline_seconds", seconds);
    }
  }
}
