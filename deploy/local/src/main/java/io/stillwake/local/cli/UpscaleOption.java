package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** Whether to enlarge the picture. */
final class UpscaleOption {

  @Option(
      names = "--upscale",
      arity = "0..1",
      fallbackValue = "twice",
      preprocessor = AttachedOnly.class,
      paramLabel = "HOW",
      description =
          "Enlarge while restoring: twice, none or auto, which is twice where the photo is small "
              + "(default: auto; --upscale alone: twice).")
  private String upscale;

  boolean given() {
    return upscale != null;
  }

  void addTo(ObjectNode restore) {
    if (upscale != null) {
      restore.put("upscale", upscale);
    }
  }
}
