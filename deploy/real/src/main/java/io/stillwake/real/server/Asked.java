package io.stillwake.real.server;

import io.stillwake.real.Server.Readiness;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** Ways to ask a server whether it serves. */
public final class Asked {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private Asked() {}

  /**
   * Answers a GET with 200. The connection is not kept: a Triton that is told to stop goes on
   * serving until it has none.
   */
  public static Readiness byHttp(URI uri) {
    return () -> {
      HttpURLConnection question = (HttpURLConnection) uri.toURL().openConnection();
      question.setRequestProperty("Connection", "close");
      question.setConnectTimeout((int) TIMEOUT.toMillis());
      question.setReadTimeout((int) TIMEOUT.toMillis());
      try {
        return question.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        question.disconnect();
      }
    };
  }

  /** Takes a TCP connection. */
  public static Readiness byConnection(int port) {
    return () -> {
      try (Socket socket = new Socket()) {
        socket.connect(new InetSocketAddress("127.0.0.1", port), (int) TIMEOUT.toMillis());
        return true;
      }
    };
  }
}
