package io.stillwake.bench.load;

import java.util.List;

/** Items of a list that are alike. */
final class WorkLines {

  private WorkLines() {}

  static WorkLine line(String work, String render, boolean extra, String... after) {
    return new WorkLine(
        work,
        render,
        "acme",
        "interactive",
        0,
        0,
        1000,
        0.001,
        64,
        64,
        1,
        List.of(after),
        null,
        extra);
  }
}
