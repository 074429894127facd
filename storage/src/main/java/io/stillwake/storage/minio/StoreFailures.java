package io.stillwake.storage.minio;

import io.minio.errors.ErrorResponseException;
import io.minio.errors.ServerException;
import io.stillwake.storage.AccessRefusedException;
import io.stillwake.storage.BucketMissingException;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectMissingException;
import io.stillwake.storage.StorageException;
import java.io.IOException;
import java.util.Set;

/** Sorts what the SDK throws into missing, refused, try again later, and never. */
final class StoreFailures {

  /** Codes that some stores send with a status that does not say so. */
  private static final Set<String> RETRYABLE =
      Set.of(
          "InternalError",
          "OperationAborted",
          "RequestTimeout",
          "ServiceUnavailable",
          "SlowDown",
          "SlowDownRead",
          "SlowDownWrite",
          "Throttling",
          "TooManyRequests");

  private static final Set<String> REFUSED =
      Set.of(
          "AccessDenied",
          "ExpiredToken",
          "InvalidAccessKeyId",
          "InvalidTokenId",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch");

  private StoreFailures() {}

  /** Of a call on one object; {@code etag} is the version that was asked for, or empty. */
  static StorageException of(String action, ObjectKey key, String etag, Throwable failure) {
    return missing(failure)
        ? new ObjectMissingException(key, etag, failure)
        : of(action + " object " + key, failure);
  }

  /** Of a call on something that is not one object. */
  static StorageException of(String action, Throwable failure) {
    String message = action + " failed: " + failure.getMessage();
    if (failure instanceof ErrorResponseException answered) {
      if (code(answered).equals("NoSuchBucket")) {
        return new BucketMissingException(message, failure);
      }
      if (REFUSED.contains(code(answered))) {
        return new AccessRefusedException(message, failure);
      }
    }
    return new StorageException(message, retryable(failure), failure);
  }

  /** 404 for the object, or 412: it is there in another version than the pinned one. */
  static boolean missing(Throwable failure) {
    if (!(failure instanceof ErrorResponseException answered)) {
      return false;
    }
    int status = answered.response().code();
    return (status == 404 && !code(answered).equals("NoSuchBucket")) || status == 412;
  }

  /**
   * 412, or 409 of a store in which another one is being created, to what was to be stored only
   * where nothing is.
   */
  static boolean thereAlready(Throwable failure) {
    return failure instanceof ErrorResponseException answered
        && (answered.response().code() == 412
            || code(answered).equals("ConditionalRequestConflict"));
  }

  static String code(ErrorResponseException answered) {
    String code = answered.errorResponse().code();
    return code == null ? "" : code;
  }

  private static boolean retryable(Throwable failure) {
    if (failure instanceof ErrorResponseException answered) {
      return RETRYABLE.contains(code(answered));
    }
    if (failure instanceof ServerException server) {
      return server.statusCode() >= 500 && server.statusCode() != 501;
    }
    return failure instanceof IOException || failure.getCause() instanceof IOException;
  }
}
