package io.stillwake.inference.worker;

/** This worker takes itself out of service; the item goes back to the queue for another one. */
final class WorkerRetired extends WorkStopped {

  private static final long serialVersionUID = 1L;

  WorkerRetired(String message, Throwable cause) {
    super(message, cause);
  }
}
