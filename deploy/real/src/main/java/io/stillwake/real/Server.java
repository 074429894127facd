package io.stillwake.real;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How one server is started as a process of its own, and how it is known to serve.
 *
 * @param name of its folder, where its log and process ids are
 * @param folder what it keeps; made before it starts
 * @param command program and arguments
 * @param environment beside what every process of the system inherits
 * @param restartsWith name of the server that is ended too where this one ends because that one is
 *     dead; empty: none
 * @param ready whether it serves now
 * @param patience how long it may take until it does
 */
public record Server(
    String name,
    Path folder,
    List<String> command,
    Map<String, String> environment,
    String restartsWith,
    Readiness ready,
    Duration patience) {

  private static final Duration PATIENCE = Duration.ofSeconds(180);

  /** Asks a server whether it serves; an exception means the same as no. */
  @FunctionalInterface
  public interface Readiness {
    boolean ask() throws Exception;
  }

  public Server {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  /** One that depends on no other process and serves within a minute and a half. */
  public static Server of(
      String name,
      Path folder,
      List<String> command,
      Map<String, String> environment,
      Readiness ready) {
    return new Server(name, folder, command, environment, "", ready, PATIENCE);
  }

  /** The same, but it takes the named server with it when it finds that one dead. */
  public Server restartingWith(String other) {
    return new Server(name, folder, command, environment, other, ready, patience);
  }

  /** The same with another patience. */
  public Server within(Duration longer) {
    return new Server(name, folder, command, environment, restartsWith, ready, longer);
  }
}
