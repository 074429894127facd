package io.stillwake.bench.load;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.stillwake.bench.stack.BenchAddresses;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.minio.MinioObjectStore;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  private static final ObjectMapper JSON = new ObjectMapper();

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
    List<WorkLine> lines;
    try (MappingIterator<WorkLine> read =
        JSON.readerFor(WorkLine.class).readValues(list.toFile())) {
      lines = read.readAll();
    }
    Ledger ledger = new Ledger(lines);
    BenchAddresses addresses = BenchAddresses.read(stack);
    try (ObjectStore store = MinioObjectStore.connect(addresses.s3().config());
        WorkTopics topics = new WorkTopics(addresses.kafka())) {
      boolean all = new Play(ledger, topics, new Pictures(store)).run(timeoutSeconds);
      write(ledger.outcomes());
      return all ? 0 : 1;
    }
  }

  private void write(List<Outcome> outcomes) throws IOException {
    try (BufferedWriter writer = Files.newBufferedWriter(out)) {
      for (Outcome outcome : outcomes) {
        writer.write(JSON.writeValueAsString(outcome));
        writer.newLine();
      }
    }
  }
}
