package io.stillwake.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.local.client.ApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** How to move the picture. */
final class MotionOptions {

  @Option(
      names = "--negative-prompt",
      paramLabel = "TEXT",
      description = "What must not move or appear.")
  private String negativePrompt;

  @Option(
      names = "--plan",
      paramLabel = "FILE.json",
      description =
          "What moves, said outright in place of a prompt: "
              + "{\"motions\": [{\"motion\": \"water\", \"amount\": 0.8}]}. Or a render.json, whose "
              + "plan is taken.")
  private Path plan;

  @Option(
      names = "--motion-strength",
      paramLabel = "0..1",
      description = "0 is still, 1 is the most the family moves (default: 0.5).")
  private Double motionStrength;

  @Option(names = "--seconds", paramLabel = "S", description = "Length of the clip (default: 4).")
  private Double seconds;

  @Option(names = "--fps", paramLabel = "N", description = "Frames per second (default: 24).")
  private Double fps;

  @Option(names = "--loop", description = "Let the last frame lead back into the first.")
  private boolean loop;

  @Option(
      names = "--refine",
      arity = "0..1",
      fallbackValue = "0.5",
      preprocessor = AttachedOnly.class,
      paramLabel = "0..1",
      description = "Clean up the frames: no halos, no shimmer (default strength: 0.5).")
  private Double refine;

  /** Adds the animate step, and what belongs to it. */
  ObjectNode addTo(ObjectNode request, String prompt) {
    ObjectNode animate = request.putObject("animate");
    if (prompt != null) {
      animate.put("prompt", prompt);
    }
    if (negativePrompt != null) {
      animate.put("negative_prompt", negativePrompt);
    }
    if (plan != null) {
      animate.set("plan", read(plan));
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
    if (refine != null) {
      request.putObject("refine").put("strength", refine);
    }
    return animate;
  }

  /** The motions of a plan, or of the plan that a render came to. */
  private static JsonNode read(Path file) {
    try {
      JsonNode tree = ApiClient.JSON.readTree(Files.readAllBytes(file));
      JsonNode plan = tree.has("plan") ? tree.get("plan") : tree;
      return ApiClient.JSON.createObjectNode().set("motions", plan.get("motions"));
    } catch (JsonProcessingException e) {
      throw CommandFailure.usage(
          "--plan: %s is not JSON at line %d, column %d: %s"
              .formatted(
                  file,
                  e.getLocation().getLineNr(),
                  e.getLocation().getColumnNr(),
                  e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw CommandFailure.usage("--plan: " + file + " (expected: a readable file)", e);
    }
  }
}
