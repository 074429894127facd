package io.stillwake.real.cli;

import io.stillwake.real.KeptServer;
import io.stillwake.real.RealStack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "down",
    mixinStandardHelpOptions = true,
    description = "Stops the servers, the last started first; what they keep stays.")
final class DownCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private FolderOption folder = new FolderOption();

  @Override
  public Integer call() throws Exception {
    RealStack stack = folder.stack();
    long running = stack.all().stream().filter(server -> server.keeper().isPresent()).count();
    stack.down();
    for (KeptServer server : stack.all()) {
      if (server.keeper().isPresent()) {
        throw new IllegalStateException(
            "%s still runs as process %d".formatted(server.name(), server.keeper().get().pid()));
      }
    }
    command.commandLine().getOut().printf("%d servers stopped%n", running);
    return 0;
  }
}
