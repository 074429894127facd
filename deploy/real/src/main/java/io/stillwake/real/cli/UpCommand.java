package io.stillwake.real.cli;

import io.stillwake.local.StackAddresses;
import io.stillwake.real.RealStack;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts every server that does not run yet, prepares them, and returns.")
final class UpCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private FolderOption folder = new FolderOption();

  @Option(
      names = "--families",
      paramLabel = "DIR",
      description =
          "Folder of the model families to serve, from now on (default: as before, at first"
              + " deploy/triton). Each pool gets two Tritons with a worker each.")
  private Path families;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    RealStack stack = folder.stack();
    if (families != null) {
      stack.serve(families);
    }
    long started = System.nanoTime();
    StackAddresses addresses =
        stack.up(
            part -> {
              err.printf("%6.1f s  %s%n", (System.nanoTime() - started) / 1e9, part);
              err.flush();
            });
    out.printf("API       %s%n", addresses.api());
    out.printf("Flink UI  %s%n", addresses.flink());
    out.printf("Kafka     %s%n", addresses.kafka());
    out.printf("S3        %s%n", addresses.s3());
    out.printf("Triton    %s (gRPC), %s%n", addresses.triton(), addresses.tritonMetrics());
    out.printf("data      %s%n", stack.folder());
    out.printf("%n./stillwake submit photo.jpg --data %s%n", stack.folder());
    out.println("deploy/real/down stops it; unfinished renders go on at the next start.");
    out.flush();
    return 0;
  }
}
