package io.stillwake.ingest.problem;

import java.time.Duration;
import java.util.Locale;

/** What can be wrong, with the HTTP status it answers with. Clients branch on {@link #wire()}. */
public enum ErrorCode {
  INVALID_REQUEST(400, "The request is not valid"),
  UNKNOWN_FAMILY(400, "No such model family"),
  UNKNOWN_STYLE(400, "No such style"),
  UNKNOWN_MOTION(400, "No such motion"),
  UNKNOWN_ASSET(400, "No such asset"),
  UNSUPPORTED_STEP(400, "The family does not do this"),
  SECONDS_OUT_OF_RANGE(400, "The length is out of range"),
  FPS_OUT_OF_RANGE(400, "The frame rate is out of range"),
  SIZE_OUT_OF_RANGE(400, "The size is out of range"),
  FRAME_OUT_OF_RANGE(400, "The film has no such frame"),
  UNSUPPORTED_IMAGE(400, "Pictures of this type are not taken"),
  EMPTY_UPLOAD(400, "The picture has no bytes"),
  UPLOAD_TOO_LARGE(413, "The picture has too many bytes"),
  ASSET_TOO_LARGE(413, "The asset has too many bytes"),
  TOO_MANY_PIXELS(400, "The picture has too many pixels"),
  TRUNCATED_IMAGE(400, "The picture breaks off"),
  REQUEST_TOO_LARGE(413, "The request has too many bytes"),
  UPLOAD_MISSING(409, "The picture is not in the store", Duration.ofSeconds(1)),
  UPLOAD_MISMATCH(409, "The picture is not what was declared"),
  RENDER_NOT_FOUND(404, "No such render"),
  RENDER_ENDED(409, "The render has ended"),
  NOT_READY(404, "Not made yet", Duration.ofSeconds(1)),
  IDEMPOTENCY_KEY_IN_USE(409, "A request with this key is being answered", Duration.ofSeconds(1)),
  IDEMPOTENCY_KEY_REUSED(422, "The key belongs to another request"),
  NOT_FOUND(404, "No such resource"),
  METHOD_NOT_ALLOWED(405, "The resource does not take this method"),
  RANGE_NOT_SATISFIABLE(416, "The range lies outside the content"),
  STORE_UNAVAILABLE(503, "The object store is away", Duration.ofSeconds(5)),
  UNAVAILABLE(503, "Not able to answer now", Duration.ofSeconds(5)),
  INTERNAL(500, "Something is wrong on our side");

  private final int status;
  private final String title;
  private final Duration retryAfter;

  ErrorCode(int status, String title) {
    this(status, title, Duration.ZERO);
  }

  ErrorCode(int status, String title, Duration retryAfter) {
    this.status = status;
    this.title = title;
    this.retryAfter = retryAfter;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /** When the same request is worth another try; zero where it never is. */
  public Duration retryAfter() {
    return retryAfter;
  }

  public boolean retryable() {
    return !retryAfter.isZero();
  }

  /** The code as clients see it: {@code lower_snake_case}, never changed once published. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
