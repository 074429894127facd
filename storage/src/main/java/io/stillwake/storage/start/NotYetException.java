package io.stillwake.storage.start;

/** What a process needs is not there yet; the message says what was met instead. */
public final class NotYetException extends Exception {

  private static final long serialVersionUID = 1L;

  public NotYetException(String message, Throwable cause) {
    super(message, cause);
  }

  /** In the words of the innermost cause, which names what really happened. */
  public static NotYetException because(Throwable failure) {
    Throwable innermost = failure;
    while (innermost.getCause() != null) {
      innermost = innermost.getCause();
    }
    String words = innermost.getMessage();
    return new NotYetException(
        words == null ? innermost.getClass().getSimpleName() : words, failure);
  }
}
