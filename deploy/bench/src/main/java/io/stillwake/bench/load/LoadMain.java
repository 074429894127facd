package io.stillwake.bench.load;

import io.stillwake.bench.stack.BenchAddresses;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.minio.MinioObjectStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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

  @Option(
      names = "--keep",
      paramLabel = "ITEMS",
      description = "So many are kept waiting: each answer lets the next one be requested.")
  private Integer kept;

  @Option(
      names = "--measure",
      paramLabel = "ITEMS",
      description =
          "With --keep: ends after so many answers, once the job has read all that is kept. Prints"
              + " when these begin and end, in microseconds since the epoch.")
  private Integer measured;

  public static void main(String[] args) {
    System.exit(new CommandLine(new LoadMain()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<WorkLine> lines = JsonLines.read(list, WorkLine.class);
    Optional<Stock> stock = stock(lines.size());
    Ledger ledger = new Ledger(lines);
    BenchAddresses addresses = BenchAddresses.read(stack);
    try (ObjectStore store = MinioObjectStore.connect(addresses.s3().config());
        WorkTopics topics = new WorkTopics(addresses.kafka());
        JobReads reads = new JobReads(addresses.kafka())) {
      boolean all = new Play(ledger, topics, reads, new Pictures(store), stock).run(timeoutSeconds);
      JsonLines.write(ledger.outcomes(), out);
      return all ? 0 : 1;
    }
  }

  private Optional<Stock> stock(int lines) {
    if (kept == null && measured == null) {
      return Optional.empty();
    }
    if (kept == null || measured == null || kept + measured > lines) {
      throw new CommandLine.ParameterException(
          new CommandLine(this),
          "--keep %s --measure %s of %d items (expected: both, of no more than there are)"
              .formatted(kept, measured, lines));
    }
    return Optional.of(new Stock(kept, measured));
  }
}
