package io.stillwake.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * The stack's ports: fixed ones, so that they can be remembered, or others where those are taken.
 */
record Ports(int api, int flink, int kafka, int s3, int triton, int metrics) {

  private static final int FIRST = 7800;
  private static final int STEP = 10;
  private static final int LAST = 8800;

  /** The default ports; each that is taken gives way to the next free one ten further on. */
  static Ports choose() {
    return new Ports(free(0), free(1), free(2), free(3), free(4), free(5));
  }

  /**
   * Below the range that the system hands to outgoing connections: one of those could take a port
   * between here and its use.
   */
  private static int free(int offset) {
    for (int port = FIRST + offset; port < LAST; port += STEP) {
      if (isFree(port)) {
        return port;
      }
    }
    throw new IllegalStateException(
        "no free port among %d, %d, … %d".formatted(FIRST + offset, FIRST + offset + STEP, LAST));
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
