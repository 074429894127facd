package io.stillwake.inference.worker;

import io.stillwake.proto.WorkResult;

/** Somebody else has made the output while this worker waited for a slot. */
final class WorkMade extends WorkStopped {

  private static final long serialVersionUID = 1L;

  private final WorkResult result;

  WorkMade(WorkResult result) {
    super("made by " + result.getWorker() + " meanwhile", null);
    this.result = result;
  }

  /** As the output's note has it. */
  WorkResult result() {
    return result;
  }
}
