package io.stillwake.local.triton;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.OpenMetrics2TextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/** Serves {@code /metrics} in Prometheus' text form on the loopback. */
final class ServerMetrics implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService executor =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "triton-metrics");
            thread.setDaemon(true);
            return thread;
          });

  private ServerMetrics(HttpServer server) {
    this.server = server;
  }

  /**
   * @param port 0: any that is free
   * @param snapshot called at every scrape
   */
  static ServerMetrics start(int port, Supplier<MetricSnapshots> snapshot) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    ServerMetrics metrics = new ServerMetrics(HttpServer.create(address, 0));
    metrics.server.setExecutor(metrics.executor);
    metrics.server.createContext("/metrics", exchange -> answer(exchange, snapshot.get()));
    metrics.server.start();
    return metrics;
  }

  private static void answer(HttpExchange exchange, MetricSnapshots snapshots) throws IOException {
    // Of the client library's writers only this one leaves counters without the suffix _total, as
    // Triton has them; for counters and gauges its text is Prometheus' own.
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    OpenMetrics2TextFormatWriter.create().write(text, snapshots, EscapingScheme.ALLOW_UTF8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
      exchange.sendResponseHeaders(200, text.size());
      text.writeTo(exchange.getResponseBody());
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdown();
  }
}
