package io.stillwake.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The kept servers of one folder.
 *
 * @param folder has a folder for each of them
 */
public record KeptServers(Path folder, Installed installed) {

  /** A server by its name, whether it runs or not. */
  public KeptServer of(String name) {
    return new KeptServer(folder.resolve(name));
  }

  /** Every server that was ever started here, in the order of names. */
  public List<KeptServer> all() throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(each -> Files.exists(each.resolve("log")))
          .sorted()
          .map(KeptServer::new)
          .toList();
    }
  }

  /** Starts those that do not run, side by side, and returns when all serve. */
  public void start(List<Server> servers, Consumer<String> progress)
      throws IOException, InterruptedException {
    launch(servers);
    await(servers, progress);
  }

  /** Starts those that do not run, and returns at once. */
  public void launch(List<Server> servers) throws IOException {
    for (Server server : servers) {
      if (of(server.name()).keeper().isEmpty()) {
        of(server.name()).start(installed.real().resolve("keep-running"), server);
      }
    }
  }

  /**
   * Returns when all serve.
   *
   * @param progress told the name of each as it does
   * @throws IllegalStateException naming the server that does not, with the end of its log
   */
  public void await(List<Server> servers, Consumer<String> progress)
      throws IOException, InterruptedException {
    for (Server server : servers) {
      of(server.name()).awaitReady(server);
      progress.accept(server.name());
    }
  }

  /** Stops them side by side; does nothing to one that does not run. */
  public static void stop(List<KeptServer> servers) throws InterruptedException {
    servers.forEach(KeptServer::askToStop);
    for (KeptServer server : servers) {
      server.awaitStopped();
    }
  }
}
