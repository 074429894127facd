package io.stillwake.real.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands behind {@code deploy/real/up}, {@code down}, {@code status} and {@code logs}. */
@Command(
    name = "deploy/real",
    mixinStandardHelpOptions = true,
    description = "The system on real servers, each a process of its own on the loopback.",
    subcommands = {UpCommand.class, DownCommand.class, StatusCommand.class, LogsCommand.class})
public final class RealCommand {

  private static final int FAILED = 1;

  private RealCommand() {}

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new RealCommand())
            .setExecutionExceptionHandler(
                (failure, command, parsed) -> {
                  if (failure instanceof IllegalStateException) {
                    command.getErr().println("stillwake: " + failure.getMessage());
                  } else {
                    failure.printStackTrace(command.getErr());
                  }
                  return FAILED;
                })
            .execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
  }
}
