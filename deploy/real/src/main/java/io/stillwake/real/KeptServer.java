package io.stillwake.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A server under the script {@code keep-running}, which starts it again whenever it ends. It
 * outlives this JVM; its folder tells the process ids to whoever comes later.
 */
public final class KeptServer {

  private static final Duration FAREWELL = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int LOG_TAIL = 15;

  private final Path folder;

  KeptServer(Path folder) {
    this.folder = folder;
  }

  /**
   * Starts it and returns at once.
   *
   * @throws IllegalStateException where it runs already
   */
  void start(Path keepRunning, Server server) throws IOException {
    if (keeper().isPresent()) {
      throw new IllegalStateException(name() + " runs already, see " + log());
    }
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>(List.of(keepRunning.toString(), folder.toString()));
    command.addAll(server.command());
    ProcessBuilder process = new ProcessBuilder(command).directory(folder.toFile());
    process.environment().putAll(server.environment());
    if (!server.restartsWith().isEmpty()) {
      process
          .environment()
          .put("RESTARTS_WITH", folder.resolveSibling(server.restartsWith()).toString());
    }
    process.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    process.redirectErrorStream(true);
    process.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    process.start();
  }

  /**
   * Waits until it serves.
   *
   * @throws IllegalStateException with the end of its log where it does not in time
   */
  void awaitReady(Server server) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + server.patience().toNanos();
    while (!isReady(server)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s does not serve after %d s; the end of %s:%n%s"
                .formatted(name(), server.patience().toSeconds(), log(), logTail()));
      }
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private static boolean isReady(Server server) throws InterruptedException {
    try {
      return server.ready().ask();
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception notYet) {
      return false;
    }
  }

  public String name() {
    return folder.getFileName().toString();
  }

  public Path log() {
    return folder.resolve("log");
  }

  /** The server's own process; empty between two starts. */
  public Optional<ProcessHandle> process() {
    return processIn("pid");
  }

  /** The process that starts it again; empty where the server was stopped. */
  public Optional<ProcessHandle> keeper() {
    return processIn("keeper");
  }

  /** SIGKILL to the server itself; it is started again a second later. */
  public ProcessHandle kill() {
    ProcessHandle process =
        process().orElseThrow(() -> new IllegalStateException(name() + " does not run"));
    process.destroyForcibly();
    return process;
  }

  /** SIGTERM to keeper and server. */
  void askToStop() {
    keeper().ifPresent(ProcessHandle::destroy);
  }

  /**
   * Waits until they have ended; SIGKILL to the server where it does not in time, of which the
   * keeper then ends what is left, and itself.
   */
  void awaitStopped() throws InterruptedException {
    Optional<ProcessHandle> keeper = keeper();
    if (keeper.isPresent() && !hasEnded(keeper.get())) {
      process().ifPresent(ProcessHandle::destroyForcibly);
      var unused = hasEnded(keeper.get());
    }
  }

  private static boolean hasEnded(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<ProcessHandle> processIn(String file) {
    try {
      String pid = Files.readString(folder.resolve(file)).strip();
      return pid.isEmpty()
          ? Optional.empty()
          : ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private String logTail() throws IOException {
    if (!Files.exists(log())) {
      return "(nothing)";
    }
    List<String> lines = Files.readAllLines(log());
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL), lines.size()));
  }
}
