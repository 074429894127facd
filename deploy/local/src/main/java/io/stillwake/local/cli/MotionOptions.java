package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import picocli.CommandLine.Option;

/** How to move the picture. */
final class MotionOptions {

  @Option(
      names = "--negative-prompt",
      paramLabel = "TEXT",
      description = "What must not move or appear.")
  private String negativePrompt;

  @Option(
      names = "--motion-strength",
      paramLabel = "0..1",
      description = "0 is still, 1 is the most the family moves (default: 0.5).")
  private Double motionStrength;

  @Option(names = "--seconds", description = "Length of the clip (default: 4).")
  private Double seconds;

  @Option(names = "--fps", description = "Frames per second (default: 24).")
  private Double fps;

  @Option(names = "--loop", description = "Let the last frame lead back into the first.")
  private boolean loop;

  void addTo(ObjectNode request, String prompt) {
    ObjectNode animate = request.putObject("animate");
    if (prompt != null) {
      animate.put("prompt", prompt);
    }
    if (negativePrompt != null) {
      animate.put("negative_prompt", negativePrompt);
    }
    if (motionStrength != null) {
      animate.put("motion_strength", motionStrength);
    }
    if (seconds != null) {
      animate.put("seconds", seconds);
    }
    if (fps != null) {
      animate.put("fps", fps);
    }
    if (loop) {
      animate.put("loop", true);
    }
  }
}
