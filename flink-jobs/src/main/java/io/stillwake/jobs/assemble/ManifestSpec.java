package io.stillwake.jobs.assemble;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.Crop;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.StylizeStep;
import io.stillwake.proto.WorkClass;

/** Writes a spec under the names that a request has. */
final class ManifestSpec {

  private ManifestSpec() {}

  static ObjectNode of(RenderSpec spec, ObjectNode node) {
    node.put("family", spec.getFamily());
    node.put("rotate", spec.getRotate());
    if (spec.hasCrop()) {
      Crop crop = spec.getCrop();
      node.putObject("crop")
          .put("x", crop.getX())
          .put("y", crop.getY())
          .put("width", crop.getWidth())
          .put("height", crop.getHeight());
    }
    if (spec.hasSize()) {
      node.putObject("size")
          .put("width", spec.getSize().getWidth())
          .put("height", spec.getSize().getHeight());
    }
    node.put("seed", spec.getSeed());
    if (spec.hasStylize()) {
      StylizeStep stylize = spec.getStylize();
      node.putObject("stylize")
          .put("style", stylize.getStyle())
          .put("strength", stylize.getStrength())
          .put("prompt", stylize.getPrompt());
    }
    if (spec.hasAnimate()) {
      AnimateStep animate = spec.getAnimate();
      node.putObject("animate")
          .put("prompt", animate.getPrompt())
          .put("negative_prompt", animate.getNegativePrompt())
          .put("motion_strength", animate.getMotionStrength())
          .put("seconds", animate.getSeconds())
          .put("fps", animate.getFps())
          .put("loop", animate.getLoop());
    }
    boolean batch = spec.getWorkClass() == WorkClass.WORK_CLASS_BATCH;
    return node.put("priority", batch ? "batch" : "interactive");
  }
}
