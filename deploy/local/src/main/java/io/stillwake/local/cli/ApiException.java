package io.stillwake.local.cli;

/** The API refused a request: an RFC 9457 problem. */
final class ApiException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  ApiException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  /** Refused requests are wrong usage; what the server could not do is a failure. */
  CommandFailure toCommandFailure() {
    String message = getMessage() + " (" + code + ")";
    return status >= 500
        ? CommandFailure.failed(message, this)
        : CommandFailure.usage(message, this);
  }
}
