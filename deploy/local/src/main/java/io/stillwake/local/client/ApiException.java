package io.stillwake.local.client;

/** The API refused a request: an RFC 9457 problem with its HTTP status and stable code. */
public final class ApiException extends Exception {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  ApiException(int status, String code, String message) {
    super(message);
    this.status = status;
    this.code = code;
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }
}
