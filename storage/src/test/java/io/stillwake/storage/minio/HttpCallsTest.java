package io.stillwake.storage.minio;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import org.junit.jupiter.api.Test;

class HttpCallsTest {

  @Test
  void aSmallObjectDoesNotWaitForAnAcknowledgement() throws Exception {
    try (HttpCalls calls = HttpCalls.start();
        Socket socket = calls.client().socketFactory().createSocket()) {
      assertThat(socket.getTcpNoDelay()).isTrue();
    }
  }
}
