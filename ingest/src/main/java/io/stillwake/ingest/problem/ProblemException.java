package io.stillwake.ingest.problem;

import java.util.List;
import java.util.Map;

/** Ends a request with a problem (RFC 9457). */
public final class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<Finding> findings;
  private final transient Map<String, String> headers;

  public ProblemException(ErrorCode code, String detail) {
    this(code, detail, List.of(), Map.of(), null);
  }

  public ProblemException(ErrorCode code, String detail, List<Finding> findings) {
    this(code, detail, findings, Map.of(), null);
  }

  public ProblemException(ErrorCode code, String detail, Throwable cause) {
    this(code, detail, List.of(), Map.of(), cause);
  }

  /**
   * @param headers that the answer has beside the usual ones
   */
  public ProblemException(ErrorCode code, String detail, Map<String, String> headers) {
    this(code, detail, List.of(), headers, null);
  }

  private ProblemException(
      ErrorCode code,
      String detail,
      List<Finding> findings,
      Map<String, String> headers,
      Throwable cause) {
    super(detail, cause);
    this.code = code;
    this.findings = List.copyOf(findings);
    this.headers = Map.copyOf(headers);
  }

  public ErrorCode code() {
    return code;
  }

  List<Finding> findings() {
    return findings;
  }

  Map<String, String> headers() {
    return headers;
  }
}
