package io.stillwake.local.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps a second broker out of a folder. Kafka has a lock of its own, but takes it only after its
 * controller has begun to write, and so spoils the metadata of the broker that is running.
 */
record FolderLock(FileChannel file) implements AutoCloseable {

  static FolderLock take(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel file =
          FileChannel.open(
              folder.resolve(".in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (!lock(file)) {
        file.close();
        throw new IOException(
            "folder: '%s' (expected: one that no other process uses)".formatted(folder));
      }
      return new FolderLock(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean lock(FileChannel file) throws IOException {
    try {
      FileLock lock = file.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      // Another broker of this very process.
      return false;
    }
  }

  /** The end of the process does the same. */
  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
