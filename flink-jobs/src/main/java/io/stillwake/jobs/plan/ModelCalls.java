package io.stillwake.jobs.plan;

import io.stillwake.jobs.work.ModelName;
import io.stillwake.jobs.work.Parameters;
import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.Motion;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.WorkKind;
import java.util.List;
import java.util.stream.Stream;

/** Makes the calls of a family's models; docs of the parameters stand with the reference family. */
final class ModelCalls {

  /** Of the model in Triton's repository; the family's version is part of the work ids instead. */
  private static final String MODEL_VERSION = "1";

  private ModelCalls() {}

  static ModelCall.Builder to(FamilyDescriptor family, WorkKind step) {
    return to(ModelName.of(family.getName(), step));
  }

  static ModelCall.Builder to(String model) {
    return ModelCall.newBuilder().setModel(model).setVersion(MODEL_VERSION);
  }

  /** What anchors and frames share, so that both see the same motion. */
  static ModelCall animate(
      FamilyDescriptor family,
      WorkKind step,
      RenderSpec spec,
      int frames,
      boolean loop,
      List<Motion> motions) {
    AnimateStep animate = spec.getAnimate();
    ModelCall.Builder call =
        to(family, step)
            .addParameters(Parameters.integer("frame_count", frames))
            .addParameters(Parameters.number("fps", animate.getFps()))
            .addParameters(Parameters.integer("loop", loop ? 1 : 0))
            .addParameters(Parameters.integer("seed", spec.getSeed()));
    if (!motions.isEmpty()) {
      call.addParameters(Parameters.matrix("motion", 4, rows(motions)));
    }
    return call.addParameters(Parameters.number("motion_strength", animate.getMotionStrength()))
        .addParameters(Parameters.text("prompt", animate.getPrompt()))
        .addParameters(Parameters.text("negative_prompt", animate.getNegativePrompt()))
        .build();
  }

  private static List<Double> rows(List<Motion> motions) {
    return motions.stream()
        .flatMap(
            row ->
                Stream.of(
                    row.getAmount(), row.getDirectionX(), row.getDirectionY(), row.getSpeed()))
        .toList();
  }
}
