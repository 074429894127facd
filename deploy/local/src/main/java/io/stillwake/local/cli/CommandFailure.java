package io.stillwake.local.cli;

/** Ends a command with a message for the user and an exit code. */
final class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;

  private CommandFailure(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /** The input or an option is wrong: another call is needed. */
  static CommandFailure usage(String message) {
    return new CommandFailure(StillwakeCommand.USAGE, message, null);
  }

  static CommandFailure usage(String message, Throwable cause) {
    return new CommandFailure(StillwakeCommand.USAGE, message, cause);
  }

  /** The work was asked for rightly and did not succeed. */
  static CommandFailure failed(String message) {
    return new CommandFailure(StillwakeCommand.FAILED, message, null);
  }

  static CommandFailure failed(String message, Throwable cause) {
    return new CommandFailure(StillwakeCommand.FAILED, message, cause);
  }

  int exitCode() {
    return exitCode;
  }
}
