package io.stillwake.jobs.plan;

import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.WorkKind;
import java.util.ArrayList;
import java.util.List;

/** The steps that a render takes up to its last chunk. */
final class Stages {

  private Stages() {}

  static List<WorkKind> of(RenderSpec spec, FamilyDescriptor family) {
    List<WorkKind> stages = new ArrayList<>();
    stages.add(WorkKind.WORK_KIND_PREPARE);
    if (spec.hasRestore()) {
      stages.add(WorkKind.WORK_KIND_RESTORE);
    }
    if (RegionSteps.areNeeded(spec, family)) {
      stages.add(WorkKind.WORK_KIND_REGIONS);
    }
    if (spec.hasStylize()) {
      stages.add(WorkKind.WORK_KIND_STYLIZE);
    }
    if (spec.hasAnimate()) {
      if (family.getChunking() != Chunking.WHOLE) {
        stages.add(WorkKind.WORK_KIND_ANCHORS);
      }
      stages.add(WorkKind.WORK_KIND_FRAMES);
    }
    return stages;
  }
}
