package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** How to repaint the picture. */
final class StyleOptions {

  @Option(names = "--style", description = "Style of the family, as oil.")
  private String style;

  @Option(
      names = "--strength",
      paramLabel = "0..1",
      description = "0 leaves the picture as it is, 1 is the full style (default: 0.8).")
  private Double strength;

  boolean given() {
    return style != null || strength != null;
  }

  void addTo(ObjectNode request, String prompt) {
    ObjectNode stylize = request.putObject("stylize");
    if (style != null) {
      stylize.put("style", style);
    }
    if (strength != null) {
      stylize.put("strength", strength);
    }
    if (prompt != null) {
      stylize.put("prompt", prompt);
    }
  }
}
