package io.stillwake.local.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.ParameterException;

/**
 * The root of all commands. Exit codes: 0 done, 1 the render failed, 2 wrong usage or unreadable
 * input.
 */
@Command(
    name = "stillwake",
    mixinStandardHelpOptions = true,
    version = "stillwake 0.1.0",
    description = "Wakes still pictures: turns a photo into a stylised picture, a clip, or both.",
    subcommands = {
      AnimateCommand.class,
      StylizeCommand.class,
      UpCommand.class,
      SubmitCommand.class,
      StatusCommand.class,
      EventsCommand.class,
      GetCommand.class,
      CancelCommand.class,
      DoctorCommand.class,
      HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake animate photo.jpg --prompt \"campfire flames sway, smoke drifts\" -o film.mp4",
      "  stillwake stylize photo.jpg --style oil -o painting.png",
      "  stillwake up                                    keep the stack running",
      "",
      "Exit codes: 0 done, 1 the render failed, 2 wrong usage or unreadable input."
    })
public final class StillwakeCommand {

  static final int FAILED = 1;
  static final int USAGE = 2;

  private StillwakeCommand() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  static int run(String... args) {
    return new CommandLine(new StillwakeCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExitCodeExceptionMapper(StillwakeCommand::exitCode)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              Failures.print(failure, command.getErr());
              return exitCode(failure);
            })
        .execute(args.length == 0 ? new String[] {"--help"} : args);
  }

  private static int exitCode(Throwable failure) {
    if (failure instanceof CommandFailure known) {
      return known.exitCode();
    }
    return failure instanceof ParameterException ? USAGE : FAILED;
  }
}
