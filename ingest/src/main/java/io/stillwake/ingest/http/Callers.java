package io.stillwake.ingest.http;

import com.linecorp.armeria.common.RequestHeaders;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.storage.Tenant;
import java.util.regex.Pattern;

/** Who asks. First form: the caller says so itself, so ingest must not be open to the world. */
public final class Callers {

  private static final String TENANT = "stillwake-tenant";
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final Tenant byDefault;

  public Callers(Tenant byDefault) {
    this.byDefault = byDefault;
  }

  /**
   * @throws ProblemException where the header names no tenant
   */
  public Tenant tenant(RequestHeaders headers) {
    String named = headers.get(TENANT);
    if (named == null) {
      return byDefault;
    }
    try {
      return new Tenant(named);
    } catch (IllegalArgumentException e) {
      throw new ProblemException(
          ErrorCode.INVALID_REQUEST, "Stillwake-Tenant: " + e.getMessage(), e);
    }
  }

  /** W3C trace context; empty where there is none, or none that can be read. */
  public static String traceparent(RequestHeaders headers) {
    String traceparent = headers.get("traceparent", "");
    return TRACEPARENT.matcher(traceparent).matches() ? traceparent : "";
  }
}
