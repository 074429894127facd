package io.stillwake.jobs.work;

import io.stillwake.proto.WorkKind;

/** The models of a family are named after the steps they do. */
public final class ModelName {

  private ModelName() {}

  public static String of(String family, WorkKind kind) {
    return family + "-" + StepName.of(kind);
  }

  /** Takes its style from a picture. */
  public static String stylizeByExample(String family) {
    return family + "-stylize-by-example";
  }

  /** Paints masks and strokes over region maps. */
  public static String brush(String family) {
    return family + "-brush";
  }

  /** Cleans decoded frames. */
  public static String refine(String family) {
    return family + "-refine";
  }
}
