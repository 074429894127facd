package io.stillwake.real;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The kept servers of one folder. */
public final class RealStack {

  private final Path folder;
  private final Installed installed;

  public RealStack(Path folder, Installed installed) {
    this.folder = folder.toAbsolutePath().normalize();
    this.installed = installed;
  }

  /** Starts the servers side by side and returns when all serve. */
  void start(List<Server> servers, Consumer<String> progress)
      throws IOException, InterruptedException {
    for (Server server : servers) {
      kept(server.name()).start(installed.real().resolve("keep-running"), server);
    }
    for (Server server : servers) {
      kept(server.name()).awaitReady(server);
      progress.accept(server.name());
    }
  }

  /** A server of this stack by its name, whether it runs or not. */
  public KeptServer kept(String name) {
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

  /** Stops what runs, last started first. */
  public void stop(List<String> order) throws InterruptedException {
    List<String> names = new ArrayList<>(order);
    java.util.Collections.reverse(names);
    for (String name : names) {
      kept(name).stop();
    }
  }
}
