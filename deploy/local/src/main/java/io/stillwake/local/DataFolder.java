package io.stillwake.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The folder that a stack keeps everything in, held by one process at a time. */
final class DataFolder implements AutoCloseable {

  private final Path root;
  private final FileChannel channel;

  private DataFolder(Path root, FileChannel channel) {
    this.root = root;
    this.channel = channel;
  }

  /**
   * Takes the folder for this process; the system gives it back however the process ends.
   *
   * @throws IllegalStateException where another process holds it
   */
  static DataFolder take(Path root) throws IOException {
    Files.createDirectories(root);
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // Held inside this JVM: the same answer as held elsewhere.
    }
    if (lock == null) {
      channel.close();
      throw new IllegalStateException(
          "data folder " + root + " is in use by another stack (expected: a folder of its own)");
    }
    return new DataFolder(root, channel);
  }

  /** Deletes all that earlier runs left. */
  void clear() throws IOException {
    List<Path> stale;
    try (Stream<Path> files = Files.walk(root)) {
      stale =
          files
              .filter(file -> !file.equals(root) && !file.equals(root.resolve("lock")))
              .filter(file -> !file.startsWith(root.resolve("logs")))
              .sorted(Comparator.reverseOrder())
              .toList();
    }
    for (Path file : stale) {
      Files.delete(file);
    }
  }

  Path sub(String name) throws IOException {
    return Files.createDirectories(root.resolve(name));
  }

  Path root() {
    return root;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
