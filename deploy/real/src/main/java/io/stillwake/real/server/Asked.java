package io.stillwake.real.server;

import io.stillwake.real.Server.Readiness;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Ways to ask a server whether it serves. */
public final class Asked {

  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  private Asked() {}

  /** Answers a GET with 200. */
  public static Readiness byHttp(URI uri) {
    return () ->
        HTTP.send(
                    HttpRequest.newBuilder(uri).timeout(TIMEOUT).GET().build(),
                    BodyHandlers.discarding())
                .statusCode()
            == 200;
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
