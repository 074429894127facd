package io.stillwake.local.triton;

/** A call that was not answered: what kind of trouble, and Triton's text for it. */
final class TritonException extends Exception {

  private static final long serialVersionUID = 1L;

  /** Triton's error codes, by the names that gRPC gives them. */
  enum Code {
    INVALID_ARGUMENT,
    NOT_FOUND,
    UNAVAILABLE,
    CANCELLED,
    UNIMPLEMENTED,
    INTERNAL
  }

  private final Code code;

  TritonException(Code code, String message) {
    super(message);
    this.code = code;
  }

  TritonException(Code code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  static TritonException invalid(String message) {
    return new TritonException(Code.INVALID_ARGUMENT, message);
  }

  Code code() {
    return code;
  }
}
