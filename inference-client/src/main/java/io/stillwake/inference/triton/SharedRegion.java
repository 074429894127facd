package io.stillwake.inference.triton;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * A file of the machine's memory that this process writes and Triton reads: POSIX shared memory,
 * which on Linux is a file in {@code /dev/shm}. Pages take memory once they are written to.
 *
 * @param name under which Triton knows it
 */
record SharedRegion(String name, Path file, long bytes, FileChannel channel)
    implements AutoCloseable {

  /**
   * Makes one that only this user can open.
   *
   * @param prefix of its name; the rest is unlike any other
   */
  static SharedRegion create(Path folder, String prefix, long bytes) throws IOException {
    String unique = UUID.randomUUID().toString();
    Path file =
        Files.createFile(
            folder.resolve("stillwake-" + unique),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw");
    access.setLength(bytes);
    return new SharedRegion(prefix + unique, file, bytes, access.getChannel());
  }

  /** As {@code shm_open} takes it. */
  String key() {
    return "/" + file.getFileName();
  }

  /**
   * Copies a buffer into it.
   *
   * @throws IOException where the machine has no memory left for it
   */
  void write(ByteBuffer data, long offset) throws IOException {
    long at = offset;
    while (data.hasRemaining()) {
      at += channel.write(data, at);
    }
  }

  /** Takes its name away: the memory is free when neither of the two has it open any more. */
  void unlink() throws IOException {
    Files.deleteIfExists(file);
  }

  @Override
  public void close() {
    try {
      unlink();
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
