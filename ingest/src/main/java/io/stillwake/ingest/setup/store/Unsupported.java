package io.stillwake.ingest.setup.store;

/** The store speaks this part of the S3 API not at all, or not as far as it was asked to. */
final class Unsupported extends RuntimeException {

  private static final long serialVersionUID = 1L;

  Unsupported(String message, Throwable cause) {
    super(message, cause);
  }
}
