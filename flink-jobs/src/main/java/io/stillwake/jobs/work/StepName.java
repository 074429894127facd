package io.stillwake.jobs.work;

import io.stillwake.proto.WorkKind;

/** The word for a kind of work in ids, progress, errors and manifests. */
public final class StepName {

  private StepName() {}

  public static String of(WorkKind kind) {
    return switch (kind) {
      case WORK_KIND_FIND -> "find";
      case WORK_KIND_PREPARE -> "prepare";
      case WORK_KIND_STYLIZE -> "stylize";
      case WORK_KIND_ANCHORS -> "anchors";
      case WORK_KIND_FRAMES -> "frames";
      case WORK_KIND_DECODE -> "decode";
      case WORK_KIND_ASSEMBLE -> "assemble";
      case WORK_KIND_RESTORE -> "restore";
      case WORK_KIND_REGIONS -> "regions";
      case WORK_KIND_UNSPECIFIED, UNRECOGNIZED -> "unknown";
    };
  }
}
