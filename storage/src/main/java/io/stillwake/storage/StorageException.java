package io.stillwake.storage;

/** The store could not do what was asked. */
public class StorageException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean retryable;

  public StorageException(String message, boolean retryable, Throwable cause) {
    super(message, cause);
    this.retryable = retryable;
  }

  /** Whether the same call can succeed later: the store is away or busy. */
  public final boolean retryable() {
    return retryable;
  }
}
