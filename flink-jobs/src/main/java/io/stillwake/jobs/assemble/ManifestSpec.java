package io.stillwake.jobs.assemble;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.proto.Crop;
import io.stillwake.proto.FromRender;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.StylizeStep;
import io.stillwake.proto.Upscale;
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
    if (spec.hasRestore()) {
      node.putObject("restore")
          .put("strength", spec.getRestore().getStrength())
          .put("upscale", upscale(spec.getRestore().getUpscale()));
    }
    if (spec.hasStylize()) {
      stylize(spec.getStylize(), node.putObject("stylize"));
    }
    if (spec.hasAnimate()) {
      ManifestAnimate.write(spec.getAnimate(), node.putObject("animate"));
    }
    if (spec.hasRefine()) {
      node.putObject("refine").put("strength", spec.getRefine().getStrength());
    }
    node.put("regions", spec.getRegions());
    if (spec.hasFrom()) {
      from(spec.getFrom(), node.putObject("from"));
    }
    boolean batch = spec.getWorkClass() == WorkClass.WORK_CLASS_BATCH;
    node.put("priority", batch ? "batch" : "interactive");
    if (spec.getDeadlineSeconds() > 0) {
      node.put("deadline_seconds", spec.getDeadlineSeconds());
    }
    return node;
  }

  private static void stylize(StylizeStep step, ObjectNode node) {
    node.put("style", step.getStyle())
        .put("strength", step.getStrength())
        .put("prompt", step.getPrompt())
        .put("keep_colors", step.getKeepColors());
    if (step.hasStylePicture()) {
      node.put("style_picture", step.getStylePicture().getSha256());
    }
  }

  private static void from(FromRender from, ObjectNode node) {
    node.put("render", from.getRenderId());
    if (from.hasFrame()) {
      node.put("frame", from.getFrame());
    }
  }

  private static String upscale(Upscale upscale) {
    return switch (upscale) {
      case UPSCALE_NONE -> "none";
      case UPSCALE_TWICE -> "twice";
      case UPSCALE_AUTO, UPSCALE_UNSPECIFIED, UNRECOGNIZED -> "auto";
    };
  }
}
