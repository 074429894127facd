package io.stillwake.inference.worker;

import io.stillwake.proto.WorkFailure;

/** Failed, with a reason that the render's owner and the operator can read. */
final class WorkFailed extends WorkStopped {

  private static final long serialVersionUID = 1L;

  static final String UPLOAD_MISSING = "upload_missing";
  static final String UPLOAD_TOO_LARGE = "upload_too_large";
  static final String SOURCE_CHANGED = "source_changed";
  static final String UNKNOWN_ASSET = "unknown_asset";
  static final String WORK_EXPIRED = "work_expired";
  static final String STORE_UNAVAILABLE = "store_unavailable";
  static final String MODEL_REJECTED = "model_rejected";
  static final String MODEL_FAILED = "model_failed";
  static final String MODEL_UNAVAILABLE = "model_unavailable";
  static final String INVALID_OUTPUT = "invalid_output";
  static final String DEADLINE_PASSED = "deadline_passed";
  static final String INVALID_REQUEST = "invalid_request";
  static final String INTERNAL = "internal";

  private final String code;
  private final boolean forGood;

  private WorkFailed(String code, boolean forGood, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
    this.forGood = forGood;
  }

  /** Nothing will change the outcome. */
  static WorkFailed forGood(String code, String message, Throwable cause) {
    return new WorkFailed(code, true, message, cause);
  }

  static WorkFailed forGood(String code, String message) {
    return forGood(code, message, null);
  }

  /** Another attempt, here or on another worker, can succeed. */
  static WorkFailed forNow(String code, String message, Throwable cause) {
    return new WorkFailed(code, false, message, cause);
  }

  static WorkFailed forNow(String code, String message) {
    return forNow(code, message, null);
  }

  String code() {
    return code;
  }

  boolean isForGood() {
    return forGood;
  }

  WorkFailure toProto() {
    return WorkFailure.newBuilder()
        .setCode(code)
        .setMessage(getMessage())
        .setFinal(forGood)
        .build();
  }
}
