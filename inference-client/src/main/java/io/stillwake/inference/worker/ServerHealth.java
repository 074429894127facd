package io.stillwake.inference.worker;

import io.stillwake.inference.InferenceFailure;

/**
 * Whether the model server's backend still lives. A dead one answers in milliseconds and calls
 * itself ready, so it would eat the queue; after some such answers in a row its worker retires.
 */
final class ServerHealth {

  private final int limit;
  private final Runnable onSick;
  private int inARow;

  ServerHealth(int limit, Runnable onSick) {
    this.limit = limit;
    this.onSick = onSick;
  }

  synchronized void answered() {
    // Once sick, always sick: what still answers then are calls from before.
    inARow = isSick() ? inARow : 0;
  }

  void failed(InferenceFailure failure) {
    boolean turned;
    synchronized (this) {
      boolean before = isSick();
      switch (failure.kind()) {
        case SERVER_SICK -> inARow++;
        case FAILED, PERMANENT -> answered();
        // These say nothing about the backend.
        case REJECTED, MAYBE_EXECUTED, DEADLINE, CANCELED -> {}
      }
      turned = !before && isSick();
    }
    if (turned) {
      onSick.run();
    }
  }

  synchronized boolean isSick() {
    return inARow >= limit;
  }
}
