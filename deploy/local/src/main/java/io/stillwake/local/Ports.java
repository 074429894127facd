package io.stillwake.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.LinkedHashSet;
import java.util.Set;

/** The stack's ports: fixed ones, so that they can be remembered, or free ones where those are taken. */
record Ports(int api, int flink, int kafka, int s3, int triton, int metrics) {

  private static final int FIRST = 7800;

  /** The default ports, each replaced by a free one where something listens there already. */
  static Ports choose() {
    Set<Integer> chosen = new LinkedHashSet<>();
    for (int offset = 0; offset < 6; offset++) {
      int port = FIRST + offset;
      chosen.add(isFree(port) ? port : free());
    }
    Integer[] ports = chosen.toArray(Integer[]::new);
    return new Ports(ports[0], ports[1], ports[2], ports[3], ports[4], ports[5]);
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

  private static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on the loopback", e);
    }
  }
}
