package io.stillwake.jobs.work;

import io.stillwake.proto.WorkKind;

/** The models of a family are named after the steps they do. */
public final class ModelName {

  private ModelName() {}

  public static String of(String family, WorkKind kind) {
    return family + "-" + StepName.of(kind);
  }
}
