package io.stillwake.ingest.setup.store;

import io.minio.errors.ErrorResponseException;
import io.stillwake.ingest.setup.report.SetupFailure;
import io.stillwake.storage.ObjectStoreConfig;
import java.net.UnknownHostException;
import java.util.Set;

/** Says in an operator's words why the store did not do as asked. */
record StoreFailure(ObjectStoreConfig store) {

  private static final Set<String> UNSUPPORTED =
      Set.of("NotImplemented", "MethodNotAllowed", "UnsupportedOperation");

  private static final Set<String> WRONG_CREDENTIALS =
      Set.of("InvalidAccessKeyId", "SignatureDoesNotMatch");

  /** What S3 calls a refusal; empty for a failure of another kind. */
  static String code(Throwable failure) {
    if (failure instanceof ErrorResponseException answered) {
      String code = answered.errorResponse().code();
      return code == null ? "" : code;
    }
    return "";
  }

  /** {@link Unsupported} or {@link SetupFailure}, to be thrown. */
  RuntimeException of(Throwable failure) {
    String code = code(failure);
    if (UNSUPPORTED.contains(code)) {
      return new Unsupported(code, failure);
    }
    if (WRONG_CREDENTIALS.contains(code)) {
      return new SetupFailure(
          "%s for access key '%s' (expected: its key and secret key in STILLWAKE_S3_ACCESS_KEY, STILLWAKE_S3_SECRET_KEY)"
              .formatted(code, store.accessKey()),
          failure);
    }
    if (code.equals("AccessDenied")) {
      return new SetupFailure(
          "AccessDenied for access key '%s' (expected: one that may prepare buckets)"
              .formatted(store.accessKey()),
          failure);
    }
    return new SetupFailure(
        code.isEmpty() ? unanswered(failure) : code + ": " + failure.getMessage(), failure);
  }

  private String unanswered(Throwable failure) {
    return failure instanceof UnknownHostException
        ? "no such host: " + store.endpoint().getHost()
        : "no answer of an S3 store: " + failure.getMessage();
  }
}
