package io.stillwake.jobs.plan;

import io.stillwake.proto.Picture;
import io.stillwake.proto.Regions;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkOutput;
import io.stillwake.proto.WorkResult;
import java.util.List;
import java.util.Optional;

/** What the steps of a render have made so far. */
record Made(List<WorkResult> steps) {

  Made {
    steps = List.copyOf(steps);
  }

  boolean isPrepared() {
    return picture(WorkKind.WORK_KIND_PREPARE).isPresent();
  }

  boolean isRestored() {
    return picture(WorkKind.WORK_KIND_RESTORE).isPresent();
  }

  /** The source as it was cut out and resized. */
  Picture prepared() {
    return picture(WorkKind.WORK_KIND_PREPARE)
        .orElseThrow(() -> new IllegalStateException("no prepared picture among the steps"));
  }

  /** The photograph at its best: what maps are made of and what is stylised. */
  Picture photograph() {
    return picture(WorkKind.WORK_KIND_RESTORE).orElseGet(this::prepared);
  }

  /** What is animated and published. */
  Picture picture() {
    return picture(WorkKind.WORK_KIND_STYLIZE).orElseGet(this::photograph);
  }

  Optional<Regions> regions() {
    return output(WorkKind.WORK_KIND_REGIONS).map(WorkOutput::getRegions);
  }

  private Optional<Picture> picture(WorkKind kind) {
    return output(kind).map(WorkOutput::getPicture);
  }

  private Optional<WorkOutput> output(WorkKind kind) {
    return steps.stream()
        .filter(step -> step.getKind() == kind)
        .map(WorkResult::getOutput)
        .findFirst();
  }
}
