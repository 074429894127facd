package io.stillwake.storage;

/** No such object, or not in the version that was asked for. */
public final class ObjectMissingException extends StorageException {

  private static final long serialVersionUID = 1L;

  public ObjectMissingException(ObjectKey key, String etag, Throwable cause) {
    super(
        "object " + key + (etag.isEmpty() ? "" : " in version " + etag) + " is not in the store",
        false,
        cause);
  }
}
