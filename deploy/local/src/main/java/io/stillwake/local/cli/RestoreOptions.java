package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Whether to clean and enlarge the picture before all else. */
final class RestoreOptions {

  @Option(
      names = "--restore",
      arity = "0..1",
      fallbackValue = "0.6",
      preprocessor = AttachedOnly.class,
      paramLabel = "0..1",
      description = "Clean a noisy or blocky picture first (default strength: 0.6).")
  private Double strength;

  @ArgGroup(exclusive = false, validate = false)
  private UpscaleOption upscale = new UpscaleOption();

  void addTo(ObjectNode request) {
    if (strength != null || upscale.given()) {
      ObjectNode restore = request.putObject("restore");
      if (strength != null) {
        restore.put("strength", strength);
      }
      upscale.addTo(restore);
    }
  }
}
