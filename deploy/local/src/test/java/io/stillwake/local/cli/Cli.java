package io.stillwake.local.cli;

/** Runs the command as the launcher does, without ending the JVM. */
public final class Cli {

  private Cli() {}

  public static int run(String... args) {
    return StillwakeCommand.run(args);
  }
}
