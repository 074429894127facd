package io.stillwake.ingest.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.Tenant;

/** A client's name for one request, its tenant's alone. */
record IdempotencyKey(Tenant tenant, String value) {

  private static final int MAX_LENGTH = 255;

  IdempotencyKey {
    if (value.isBlank() || value.length() > MAX_LENGTH) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST,
          "Idempotency-Key: %d characters (expected: 1 to %d)"
              .formatted(value.length(), MAX_LENGTH));
    }
  }

  /** Any key makes a safe part of a path this way. */
  String hash() {
    return Sha256.of(value.getBytes(UTF_8));
  }
}
