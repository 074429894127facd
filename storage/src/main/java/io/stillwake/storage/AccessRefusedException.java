package io.stillwake.storage;

/** The store does not know our keys, or does not let them do what was asked. */
public final class AccessRefusedException extends StorageException {

  private static final long serialVersionUID = 1L;

  public AccessRefusedException(String message, Throwable cause) {
    super(message, false, cause);
  }
}
