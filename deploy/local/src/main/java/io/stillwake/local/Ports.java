package io.stillwake.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.IntStream;

/**
 * The stack's ports: the first block of ten that is free, so that they can be remembered. The block
 * is locked while the stack runs: two stacks that start at once must not both find it free.
 *
 * @param first of the block, which is kept below the range that the system hands to outgoing
 *     connections: one of those could take a port between here and its use
 * @param lock ends with the process, however it ends
 */
record Ports(int first, FileChannel lock) implements AutoCloseable {

  private static final int FIRST = 7800;
  private static final int STEP = 10;
  private static final int LAST = 8800;
  private static final int USED = 6;

  static Ports choose() throws IOException {
    Path locks = Path.of(System.getProperty("user.home"), ".cache", "stillwake", "ports");
    Files.createDirectories(locks);
    for (int first = FIRST; first < LAST; first += STEP) {
      FileChannel file =
          FileChannel.open(
              locks.resolve(Integer.toString(first)),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (isLocked(file) && IntStream.range(first, first + USED).allMatch(Ports::isFree)) {
        return new Ports(first, file);
      }
      file.close();
    }
    throw new IllegalStateException(
        "no %d free ports at any of %d, %d, … %d".formatted(USED, FIRST, FIRST + STEP, LAST));
  }

  int api() {
    return first;
  }

  int flink() {
    return first + 1;
  }

  int kafka() {
    return first + 2;
  }

  int s3() {
    return first + 3;
  }

  int triton() {
    return first + 4;
  }

  int metrics() {
    return first + 5;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another stack of this very process.
      return false;
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
