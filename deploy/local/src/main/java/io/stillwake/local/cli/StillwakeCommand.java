package io.stillwake.local.cli;

import java.io.PrintWriter;
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
    description =
        "Wakes still pictures: restores a photo, repaints it, makes it move, or all of it.",
    subcommands = {
      AnimateCommand.class,
      StylizeCommand.class,
      RestoreCommand.class,
      RegionsCommand.class,
      StylesCommand.class,
      MotionsCommand.class,
      UpCommand.class,
      SubmitCommand.class,
      StatusCommand.class,
      EventsCommand.class,
      GetCommand.class,
      CancelCommand.class,
      DoctorCommand.class,
      SetupCommand.class,
      HelpCommand.class
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  stillwake animate photo.jpg --prompt \"campfire flames sway, smoke drifts\" -o film.mp4",
      "  stillwake stylize photo.jpg --style oil -o painting.png",
      "  stillwake restore scan.jpg --upscale",
      "  stillwake regions photo.jpg                     what can move in it, and where",
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
        .setUsageHelpWidth(100)
        .setParameterExceptionHandler(StillwakeCommand::explain)
        .setExitCodeExceptionMapper(StillwakeCommand::exitCode)
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              Failures.print(failure, command.getErr());
              return exitCode(failure);
            })
        .execute(args.length == 0 ? new String[] {"--help"} : args);
  }

  /** The message alone: under a page of help nobody would find it. */
  private static int explain(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("stillwake: " + wrong.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
    err.printf("'%s --help' tells what there is%n", command.getCommandSpec().qualifiedName());
    err.flush();
    return USAGE;
  }

  private static int exitCode(Throwable failure) {
    if (failure instanceof CommandFailure known) {
      return known.exitCode();
    }
    return failure instanceof ParameterException ? USAGE : FAILED;
  }
}
