package io.stillwake.ingest.setup.report;

/** A server refuses or does not answer; the message is for the operator. */
public final class SetupFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public SetupFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
