package io.stillwake.inference.worker;

/** Nobody wants the result any more; there is nothing to announce. */
final class WorkCanceled extends WorkStopped {

  private static final long serialVersionUID = 1L;

  WorkCanceled(String render, Throwable cause) {
    super("render " + render + " was cancelled", cause);
  }
}
