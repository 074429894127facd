package io.stillwake.real.cli;

import io.stillwake.real.KeptServer;
import io.stillwake.real.RealStack;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "logs",
    mixinStandardHelpOptions = true,
    description = "Shows the end of a server's log, or of all logs.")
final class LogsCommand implements Callable<Integer> {

  @Mixin private FolderOption folder = new FolderOption();

  @Parameters(
      arity = "0..*",
      paramLabel = "SERVER",
      description = "Names as 'deploy/real/status' lists them (default: all).")
  private List<String> names = List.of();

  @Option(names = "--lines", defaultValue = "20", description = "How many (default: 20).")
  private int lines;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on as the logs grow, until Ctrl-C.")
  private boolean follow;

  @Override
  public Integer call() throws IOException, InterruptedException {
    RealStack stack = folder.stack();
    List<String> known = stack.all().stream().map(KeptServer::name).toList();
    if (known.isEmpty()) {
      throw new IllegalStateException(
          "no stack on %s (deploy/real/up makes one)".formatted(stack.folder()));
    }
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalStateException(
            "server: '%s' (expected: one of %s)".formatted(name, String.join(", ", known)));
      }
    }
    List<String> command = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
    if (follow) {
      command.add("-F");
    }
    for (String name : names.isEmpty() ? known : names) {
      if (Files.exists(stack.kept(name).log())) {
        command.add(stack.kept(name).log().toString());
      }
    }
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
