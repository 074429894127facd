package io.stillwake.storage.start;

/**
 * A process cannot start, for a reason that its operator can mend: the message names the thing, its
 * value and what was expected. Whoever gets it prints the message alone.
 */
public final class StartRefused extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private static final int WAITED_IN_VAIN = 1;
  private static final int WRONG = 2;

  private final int exitStatus;

  private StartRefused(int exitStatus, String message, Throwable cause) {
    super(message, cause);
    this.exitStatus = exitStatus;
  }

  /** Waiting does not help: somebody has to mend it. */
  public static StartRefused wrong(String message, Throwable cause) {
    return new StartRefused(WRONG, message, cause);
  }

  /** The same, found by ourselves. */
  public static StartRefused wrong(String message) {
    return wrong(message, null);
  }

  /** What was waited for did not come; another start may find it. */
  static StartRefused waitedInVain(String message, Throwable cause) {
    return new StartRefused(WAITED_IN_VAIN, message, cause);
  }

  /** What the process ends with: 2 where something is wrong, 1 where it waited in vain. */
  public int exitStatus() {
    return exitStatus;
  }
}
