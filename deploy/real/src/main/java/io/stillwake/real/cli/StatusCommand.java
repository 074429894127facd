package io.stillwake.real.cli;

import io.stillwake.real.KeptServer;
import io.stillwake.real.RealStack;
import io.stillwake.real.Server;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Lists the servers; exit code 1 where one does not serve.")
final class StatusCommand implements Callable<Integer> {

  @Spec private CommandSpec command;
  @Mixin private FolderOption folder = new FolderOption();

  @Option(names = "--quiet", description = "Only the exit code.")
  private boolean quiet;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = command.commandLine().getOut();
    RealStack stack = folder.stack();
    List<Server> servers = stack.isKnown() ? stack.servers() : List.of();
    if (servers.isEmpty()) {
      out.printf("no stack on %s (deploy/real/up makes one)%n", stack.folder());
      return 1;
    }
    int waiting = 0;
    if (!quiet) {
      out.printf("%-14s %-9s %8s %10s%n", "SERVER", "STATE", "PID", "UP");
    }
    for (Server server : servers) {
      KeptServer kept = stack.kept(server.name());
      String state = state(server, kept);
      waiting += state.equals("serves") ? 0 : 1;
      if (!quiet) {
        Optional<ProcessHandle> process = kept.process();
        out.printf(
            "%-14s %-9s %8s %10s%n",
            server.name(),
            state,
            process.map(each -> Long.toString(each.pid())).orElse("-"),
            process
                .flatMap(each -> each.info().startInstant())
                .map(StatusCommand::age)
                .orElse("-"));
      }
    }
    return waiting == 0 ? 0 : 1;
  }

  private static String state(Server server, KeptServer kept) {
    if (kept.keeper().isEmpty()) {
      return "stopped";
    }
    return kept.process().isPresent() && serves(server) ? "serves" : "starting";
  }

  private static boolean serves(Server server) {
    try {
      return server.ready().ask();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (Exception notYet) {
      return false;
    }
  }

  private static String age(Instant start) {
    Duration age = Duration.between(start, Instant.now());
    return "%d:%02d:%02d".formatted(age.toHours(), age.toMinutesPart(), age.toSecondsPart());
  }
}
