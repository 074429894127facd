package io.stillwake.inference.worker;

/** An item of work that ended without an output. */
abstract sealed class WorkStopped extends Exception
    permits WorkFailed, WorkCanceled, WorkMade, WorkerRetired {

  private static final long serialVersionUID = 1L;

  WorkStopped(String message, Throwable cause) {
    super(message, cause);
  }
}
