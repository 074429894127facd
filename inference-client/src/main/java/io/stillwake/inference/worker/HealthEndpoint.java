package io.stillwake.inference.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.util.JsonFormat;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.stillwake.proto.WorkerState;
import io.stillwake.proto.WorkerStatus;
import io.stillwake.storage.start.StartRefused;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Tells over HTTP how a worker is, from before it starts: {@code /healthz} answers 503 where it is
 * to be started anew together with its model server, {@code /readyz} where it takes no work now.
 * The body is its {@link WorkerStatus} as JSON.
 */
final class HealthEndpoint implements AutoCloseable {

  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  // A look at the model server takes its time; nobody else is to wait for it.
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "health");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Patient patient;

  /** Whom it tells of. */
  interface Patient {

    WorkerStatus status();

    /** The same after a look at the model server: with a reason where it cannot take work now. */
    WorkerStatus examined() throws InterruptedException;
  }

  private HealthEndpoint(HttpServer server, Patient patient) {
    this.server = server;
    this.patient = patient;
  }

  /**
   * Listens when it returns.
   *
   * @throws StartRefused where it cannot listen
   */
  static HealthEndpoint start(HealthAddress address, Patient patient) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(address.host(), address.port()), 0);
      HealthEndpoint endpoint = new HealthEndpoint(server, patient);
      server.setExecutor(endpoint.threads);
      server.createContext("/healthz", endpoint::live);
      server.createContext("/readyz", endpoint::ready);
      server.start();
      return endpoint;
    } catch (IOException e) {
      throw StartRefused.wrong(
          "STILLWAKE_HEALTH_PORT: cannot listen on %s:%d: %s (expected: a free port)"
              .formatted(address.host(), address.port(), e.getMessage()),
          e);
    }
  }

  /** From now on it tells of this one. */
  void watch(Patient next) {
    patient = next;
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void live(HttpExchange exchange) throws IOException {
    WorkerStatus status = patient.status();
    answer(
        exchange, status.getState() == WorkerState.WORKER_STATE_RETIRED ? UNAVAILABLE : OK, status);
  }

  private void ready(HttpExchange exchange) throws IOException {
    try {
      WorkerStatus status = patient.examined();
      boolean ready =
          status.getState() == WorkerState.WORKER_STATE_SERVING && status.getReason().isEmpty();
      answer(exchange, ready ? OK : UNAVAILABLE, status);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.close();
    }
  }

  private static void answer(HttpExchange exchange, int code, WorkerStatus status)
      throws IOException {
    byte[] body =
        JsonFormat.printer().alwaysPrintFieldsWithNoPresence().print(status).getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(code, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
