package io.stillwake.bench.gpu;

import java.util.Locale;

/** How a call ended on its slot. */
enum Outcome {
  OK,
  CANCELED,
  FAILED,
  HUNG;

  String text() {
    return name().toLowerCase(Locale.ROOT);
  }
}
