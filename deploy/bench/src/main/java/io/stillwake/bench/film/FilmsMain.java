package io.stillwake.bench.film;

import io.stillwake.bench.load.JsonLines;
import io.stillwake.bench.load.Outcome;
import io.stillwake.bench.stack.BenchAddresses;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.minio.MinioObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Plays a list of films to a bench stack whose flow is whole. */
@Command(
    name = "films",
    mixinStandardHelpOptions = true,
    description = "Uploads a photo, waits for its film, and only then uploads the next one.")
public final class FilmsMain implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "STACK", description = "Folder of a stack that is up.")
  private Path stack;

  @Parameters(index = "1", paramLabel = "FILMS.jsonl", description = "The list.")
  private Path list;

  @Parameters(
      index = "2",
      paramLabel = "OUT",
      description = "Folder that gets films.jsonl, and work.jsonl with what GPUs had to do.")
  private Path out;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long all films may take together (${DEFAULT-VALUE}).")
  private int timeoutSeconds = 600;

  private final Map<String, FilmNotes> notes = new ConcurrentHashMap<>();
  private volatile boolean ended;

  public static void main(String[] args) {
    System.exit(new CommandLine(new FilmsMain()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    List<FilmLine> lines = JsonLines.readKnown(list, FilmLine.class);
    BenchAddresses addresses = BenchAddresses.read(stack);
    List<String> renders = new ArrayList<>();
    try (ObjectStore store = MinioObjectStore.connect(addresses.s3().config());
        FlowTopics topics = new FlowTopics(addresses.kafka())) {
      Thread listener = new Thread(() -> listen(topics), "flow");
      listener.start();
      try {
        play(lines, new Upload(URI.create(addresses.api()), store, this::notes), renders);
      } finally {
        ended = true;
        listener.join();
        write(renders);
      }
    }
    return renders.stream().allMatch(this::isCompleted) && renders.size() == lines.size() ? 0 : 1;
  }

  private void play(List<FilmLine> lines, Upload upload, List<String> renders) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeoutSeconds);
    for (FilmLine line : lines) {
      if (System.nanoTime() > deadline) {
        return;
      }
      TimeUnit.MICROSECONDS.sleep(line.pauseMicros());
      renders.add(upload.run(line, deadline));
      System.err.printf("\r%d of %d films", renders.size(), lines.size());
    }
    System.err.println();
  }

  private void listen(FlowTopics topics) {
    while (!ended) {
      topics.poll(this::notes);
    }
  }

  private FilmNotes notes(String render) {
    return notes.computeIfAbsent(render, unused -> new FilmNotes());
  }

  private boolean isCompleted(String render) {
    return notes(render).outcome(render).outcome().equals("completed");
  }

  private void write(List<String> renders) throws IOException {
    List<FilmOutcome> films = new ArrayList<>();
    List<Outcome> works = new ArrayList<>();
    for (String render : renders) {
      films.add(notes(render).outcome(render));
      works.addAll(notes(render).works());
    }
    JsonLines.write(films, out.resolve("films.jsonl"));
    JsonLines.write(works, out.resolve("work.jsonl"));
  }
}
