package io.stillwake.local.triton;

/** When a successful call arrived, and when it passed into each phase; {@link System#nanoTime}. */
record Phases(long arrived, long started, long inputReady, long computed, long ended) {

  long request() {
    return ended - arrived;
  }

  long queue() {
    return started - arrived;
  }

  long computeInput() {
    return inputReady - started;
  }

  long computeInfer() {
    return computed - inputReady;
  }

  long computeOutput() {
    return ended - computed;
  }
}
