package io.stillwake.inference.media;

import java.util.Objects;

/**
 * A picture or film that will be refused however often it is tried.
 *
 * <p>The message is written for the person who uploaded the file: it names the value and what is
 * allowed. {@link #code()} is the stable word for programs.
 */
public final class MediaException extends Exception {

  private static final long serialVersionUID = 1;

  private final String code;

  public MediaException(String code, String message) {
    super(Objects.requireNonNull(message, "message"));
    this.code = Objects.requireNonNull(code, "code");
  }

  public MediaException(String code, String message, Throwable cause) {
    super(Objects.requireNonNull(message, "message"), cause);
    this.code = Objects.requireNonNull(code, "code");
  }

  /** One of the system's error codes, such as {@code truncated_image}. */
  public String code() {
    return code;
  }
}
