package io.stillwake.jobs.assemble;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.MotionMask;
import io.stillwake.proto.Point;

/** Writes an animate step under the names that a request has; assets are told by their ids. */
final class ManifestAnimate {

  private ManifestAnimate() {}

  static void write(AnimateStep step, ObjectNode node) {
    node.put("prompt", step.getPrompt())
        .put("negative_prompt", step.getNegativePrompt())
        .put("motion_strength", step.getMotionStrength())
        .put("seconds", step.getSeconds())
        .put("fps", step.getFps())
        .put("loop", step.getLoop());
    if (step.hasPlan()) {
      ArrayNode motions = node.putObject("plan").putArray("motions");
      step.getPlan()
          .getMotionsList()
          .forEach(motion -> ManifestPlan.motion(motion, motions.addObject()));
    }
    if (step.getMasksCount() > 0) {
      ArrayNode masks = node.putArray("masks");
      step.getMasksList().forEach(mask -> mask(mask, masks.addObject()));
    }
    if (step.hasKeepStill()) {
      node.put("keep_still", step.getKeepStill().getSha256());
    }
  }

  private static void mask(MotionMask mask, ObjectNode node) {
    node.put("motion", mask.getMotion());
    if (mask.hasMask()) {
      node.put("mask", mask.getMask().getSha256());
    }
    node.putArray("direction").add(mask.getDirectionX()).add(mask.getDirectionY());
    ArrayNode stroke = node.putArray("stroke");
    for (Point point : mask.getStrokeList()) {
      stroke.addArray().add(point.getX()).add(point.getY());
    }
  }
}
