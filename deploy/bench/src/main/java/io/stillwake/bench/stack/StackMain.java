package io.stillwake.bench.stack;

import io.stillwake.bench.stack.BenchShape.Flow;
import io.stillwake.real.Installed;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts and stops the stack of a bench. */
@Command(
    name = "stack",
    mixinStandardHelpOptions = true,
    description = "Real servers, our workers, and virtual GPUs beside them.",
    subcommands = {StackMain.Up.class, StackMain.Down.class})
public final class StackMain {

  private StackMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new StackMain()).execute(args));
  }

  /** Returns when work is taken. */
  @Command(name = "up", mixinStandardHelpOptions = true, description = "Starts what is not up.")
  static final class Up implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", description = "Has a folder for each server.")
    private Path folder;

    @Option(names = "--gpus", description = "Virtual GPUs with a worker each (${DEFAULT-VALUE}).")
    private int gpus = 1;

    @Option(names = "--slots", description = "Of each GPU (${DEFAULT-VALUE}).")
    private int slots = 8;

    @Option(names = "--heap-mb", description = "Of Flink's TaskManager (${DEFAULT-VALUE}).")
    private int heapMb = 512;

    @Option(
        names = "--whole",
        description = "All jobs and ingest, for uploads; without it, DispatchJob alone.")
    private boolean whole;

    @Override
    public Integer call() throws Exception {
      long started = System.nanoTime();
      new BenchStack(folder, Installed.here())
          .up(
              new BenchShape(gpus, slots, heapMb, whole ? Flow.WHOLE : Flow.DISPATCH),
              part ->
                  System.err.printf("%6.1f s  %s%n", (System.nanoTime() - started) / 1e9, part));
      return 0;
    }
  }

  /** Returns when all have ended. */
  @Command(name = "down", mixinStandardHelpOptions = true, description = "Stops every server.")
  static final class Down implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER")
    private Path folder;

    @Override
    public Integer call() throws Exception {
      new BenchStack(folder, Installed.here()).down();
      return 0;
    }
  }
}
