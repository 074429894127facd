package io.stillwake.storage.start;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a real broker answers is tested where there is one, in deploy/local. */
class KafkaTopicsTest {

  @Test
  void waitsForABrokerThatDoesNotListenYet() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }

    assertThatThrownBy(() -> new KafkaTopics("127.0.0.1:" + port, List.of("uploads")).ask())
        .isInstanceOf(NotYetException.class)
        .hasMessageContaining("Connection refused");
  }

  @Test
  void waitsForABrokerThatListensButDoesNotAnswer() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + silent.getLocalPort();

      assertThatThrownBy(() -> new KafkaTopics(address, List.of("uploads")).ask())
          .isInstanceOf(NotYetException.class)
          .hasMessageContaining("it listens, but");
    }
  }

  @Test
  void refusesAnAddressWithoutAPort() {
    assertThatThrownBy(() -> new KafkaTopics("kafka", List.of("uploads")).ask())
        .isInstanceOf(StartRefused.class)
        .hasMessageContainingAll("'kafka'", "host:port");
  }

  @Test
  void waitsForAHostWithoutAnAddress() {
    assertThatThrownBy(() -> new KafkaTopics("kafka.invalid:9092", List.of("uploads")).ask())
        .isInstanceOf(NotYetException.class)
        .hasMessageContaining("'kafka.invalid' is not known");
  }
}
