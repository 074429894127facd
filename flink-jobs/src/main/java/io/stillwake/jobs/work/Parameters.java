package io.stillwake.jobs.work;

import io.stillwake.proto.Parameter;
import java.util.List;

/** Makes what a model takes beside pictures and latents. Shape [1] but for the matrix. */
public final class Parameters {

  private Parameters() {}

  public static Parameter number(String name, double value) {
    return Parameter.newBuilder().setName(name).addShape(1).addFloats(value).build();
  }

  public static Parameter integer(String name, long value) {
    return Parameter.newBuilder().setName(name).addShape(1).addInts(value).build();
  }

  public static Parameter text(String name, String value) {
    return Parameter.newBuilder().setName(name).addShape(1).addStrings(value).build();
  }

  /** Shape [rows, columns], row by row. */
  public static Parameter matrix(String name, int columns, List<Double> values) {
    return Parameter.newBuilder()
        .setName(name)
        .addShape(values.size() / columns)
        .addShape(columns)
        .addAllFloats(values)
        .build();
  }
}
