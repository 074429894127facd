package io.stillwake.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void twoStacksThatStartAtOnceGetDifferentPorts() throws Exception {
    try (Ports one = Ports.choose();
        Ports other = Ports.choose()) {
      assertThat(other.first()).isNotEqualTo(one.first());
    }
  }

  @Test
  void blockWithATakenPortIsLeftAlone() throws Exception {
    int first;
    try (Ports ports = Ports.choose()) {
      first = ports.first();
    }
    try (ServerSocket taken = new ServerSocket(first + 3, 1, InetAddress.getLoopbackAddress());
        Ports ports = Ports.choose()) {
      assertThat(taken.isBound()).isTrue();
      assertThat(ports.first()).isNotEqualTo(first);
    }
  }
}
