package io.stillwake.bench.gpu;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.Supplier;

/**
 * Faults and slots over HTTP on the loopback: PUT, GET and DELETE {@code /faults}; GET {@code
 * /slots}.
 */
final class AdminEndpoint implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Faults faults;
  private final Supplier<List<Slots.State>> slots;

  private AdminEndpoint(HttpServer server, Faults faults, Supplier<List<Slots.State>> slots) {
    this.server = server;
    this.faults = faults;
    this.slots = slots;
    server.createContext("/faults", exchange -> answer(exchange, this::faults));
    server.createContext("/slots", exchange -> answer(exchange, this::slots));
  }

  /**
   * @param port 0: any that is free
   * @throws UncheckedIOException where it is taken
   */
  static AdminEndpoint start(int port, Faults faults, Supplier<List<Slots.State>> slots) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      AdminEndpoint endpoint = new AdminEndpoint(server, faults, slots);
      server.start();
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException("admin-port: cannot listen on " + port, e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** What is asked for. */
  private interface Answer {
    String of(HttpExchange exchange) throws IOException;
  }

  private static void answer(HttpExchange exchange, Answer answer) throws IOException {
    int status = 200;
    String text;
    try {
      text = answer.of(exchange);
    } catch (IllegalArgumentException e) {
      status = 400;
      text = JSON.createObjectNode().put("error", e.getMessage()).toString();
    }
    byte[] body = (text + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String faults(HttpExchange exchange) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "GET" -> {}
      case "PUT" ->
          faults.replace(
              FaultRules.parse(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
      case "DELETE" -> faults.replace(List.of());
      default -> throw wrongMethod(exchange, "GET, PUT or DELETE");
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode rules = answer.putArray("faults");
    for (Faults.Struck each : faults.struck()) {
      FaultRules.write(each.rule(), rules.addObject());
      answer.withArray("struck").add(each.calls());
    }
    return answer.toString();
  }

  private String slots(HttpExchange exchange) {
    if (!exchange.getRequestMethod().equals("GET")) {
      throw wrongMethod(exchange, "GET");
    }
    ArrayNode answer = JSON.createArrayNode();
    for (Slots.State state : slots.get()) {
      ObjectNode gpu =
          answer
              .addObject()
              .put("gpu", state.gpu())
              .put("slots", state.slots())
              .put("waiting", state.waiting());
      ArrayNode running = gpu.putArray("running");
      for (Slots.Running call : state.running()) {
        running
            .addObject()
            .put("slot", call.slot())
            .put("call", call.call())
            .put("id", call.id().text())
            .put("model", call.model())
            .put("start", call.start());
      }
    }
    return answer.toString();
  }

  private static IllegalArgumentException wrongMethod(HttpExchange exchange, String expected) {
    return new IllegalArgumentException(
        "method: %s of %s (expected: %s)"
            .formatted(exchange.getRequestMethod(), exchange.getRequestURI(), expected));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
