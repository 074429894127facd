package io.stillwake.jobs.intake;

import io.stillwake.jobs.failure.RenderErrors;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderError;
import java.util.Optional;

/** Refuses an upload by its size, before anybody reads it. */
final class CheckUpload {

  static final long MAX_BYTES = 16_000_000;

  private CheckUpload() {}

  /**
   * @param declared what the client said it would upload; size 0 where it did not say
   * @return empty where the upload is fine
   */
  static Optional<RenderError> check(ObjectRef declared, ObjectRef stored) {
    if (stored.getSize() == 0) {
      return refuse("empty_upload", "upload: 0 bytes (expected: a picture)");
    }
    if (stored.getSize() > MAX_BYTES) {
      return refuse(
          "upload_too_large",
          "upload: %d bytes (expected: at most %d)".formatted(stored.getSize(), MAX_BYTES));
    }
    if (declared.getSize() > 0 && declared.getSize() != stored.getSize()) {
      return refuse(
          "upload_mismatch",
          "upload: %d bytes (expected: %d, as declared)"
              .formatted(stored.getSize(), declared.getSize()));
    }
    return Optional.empty();
  }

  private static Optional<RenderError> refuse(String code, String message) {
    return Optional.of(RenderErrors.of(code, message));
  }
}
