package io.stillwake.storage;

/** The store has no such bucket. */
public final class BucketMissingException extends StorageException {

  private static final long serialVersionUID = 1L;

  public BucketMissingException(String message, Throwable cause) {
    super(message, false, cause);
  }
}
