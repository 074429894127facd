package io.stillwake.inference;

import java.util.Objects;

/** A model call that brought no outputs, sorted by what the caller can do about it. */
public final class InferenceFailure extends Exception {

  private static final long serialVersionUID = 1L;

  /** What is known about the call, and so what may follow it. */
  public enum Kind {
    /** Turned away before it ran: full queue, server stopping, model unloading. */
    REJECTED(true),
    /** The connection broke: it may have run, so only idempotent calls go again. */
    MAYBE_EXECUTED(true),
    /** The model ran and raised an error; out of memory looks the same. */
    FAILED(true),
    /** The same call will always fail: bad shape, unknown model. */
    PERMANENT(false),
    /** It took longer than the caller would wait. */
    DEADLINE(true),
    /** The caller cancelled it. */
    CANCELED(false),
    /**
     * The backend behind the server is gone; the server answers fast and still calls itself ready.
     */
    SERVER_SICK(true);

    private final boolean retryable;

    Kind(boolean retryable) {
      this.retryable = retryable;
    }
  }

  private final Kind kind;
  private final String code;

  /**
   * @param code the protocol's own name of the error
   */
  public InferenceFailure(Kind kind, String code, String message, Throwable cause) {
    super(message, cause);
    this.kind = Objects.requireNonNull(kind, "kind");
    this.code = Objects.requireNonNull(code, "code");
  }

  public Kind kind() {
    return kind;
  }

  public String code() {
    return code;
  }

  /** Whether the same call can succeed later, here or on another server. */
  public boolean retryable() {
    return kind.retryable;
  }
}
