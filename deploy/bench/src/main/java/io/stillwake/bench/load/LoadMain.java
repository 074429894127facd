package io.stillwake.bench.load;

import io.stillwake.bench.stack.BenchAddresses;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.minio.MinioObjectStore;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a list of work to a bench stack. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "Requests a list of work and notes when each item is answered.")
public final class LoadMain implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "STACK", description = "Folder of a stack that is up.")
  private Path stack;

  @Parameters(index = "1", paramLabel = "WORK.jsonl", description = "The list.")
  private Path list;

  @Parameters(index = "2", paramLabel = "OUT.jsonl", description = "What became of it.")
  private Path out;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long to wait for the last answer (${DEFAULT-VALUE}).")
  private int timeoutSeconds = 600;

  public static void main(String[] args) {
    System.exit(new CommandLine(new LoadMain()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Ledger ledger = new Ledger(JsonLines.read(list, WorkLine.class));
    BenchAddresses addresses = BenchAddresses.read(stack);
    try (ObjectStore store = MinioObjectStore.connect(addresses.s3().config());
        WorkTopics topics = new WorkTopics(addresses.kafka())) {
      boolean all = new Play(ledger, topics, new Pictures(store)).run(timeoutSeconds);
      JsonLines.write(ledger.outcomes(), out);
      return all ? 0 : 1;
    }
  }
}
