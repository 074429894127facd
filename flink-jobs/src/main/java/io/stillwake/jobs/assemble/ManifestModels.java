package io.stillwake.jobs.assemble;

import io.stillwake.jobs.work.ModelName;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Names the models that a render's steps called, in the order of the flow. */
final class ManifestModels {

  private ManifestModels() {}

  static List<String> of(RenderPlan plan, List<WorkResult> steps) {
    List<String> models = new ArrayList<>();
    Stream.of(
            WorkKind.WORK_KIND_RESTORE,
            WorkKind.WORK_KIND_REGIONS,
            WorkKind.WORK_KIND_STYLIZE,
            WorkKind.WORK_KIND_ANCHORS,
            WorkKind.WORK_KIND_FRAMES,
            WorkKind.WORK_KIND_DECODE)
        .filter(kind -> steps.stream().map(WorkResult::getKind).anyMatch(kind::equals))
        .forEach(kind -> models.addAll(of(plan, kind)));
    return models;
  }

  private static List<String> of(RenderPlan plan, WorkKind kind) {
    RenderSpec spec = plan.getSpec();
    String family = spec.getFamily();
    String model = ModelName.of(family, kind);
    boolean painted = spec.getAnimate().getMasksCount() > 0 || spec.getAnimate().hasKeepStill();
    if (kind == WorkKind.WORK_KIND_REGIONS && painted) {
      return List.of(model, ModelName.brush(family));
    }
    if (kind == WorkKind.WORK_KIND_STYLIZE && spec.getStylize().hasStylePicture()) {
      return List.of(ModelName.stylizeByExample(family));
    }
    if (kind == WorkKind.WORK_KIND_DECODE && plan.hasRefine()) {
      return List.of(model, ModelName.refine(family));
    }
    return List.of(model);
  }
}
