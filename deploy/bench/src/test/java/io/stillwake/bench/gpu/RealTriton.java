package io.stillwake.bench.gpu;

import com.google.protobuf.TextFormat;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.real.Installed;
import io.stillwake.real.KeptServers;
import io.stillwake.real.Server;
import io.stillwake.real.StackPorts;
import io.stillwake.real.server.TritonServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real Triton that serves {@code virtual-frames} by its Python backend. */
record RealTriton(KeptServers servers, StackPorts ports) implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** The one model's only version. */
  private static final Pattern PENDING =
      Pattern.compile("^nv_inference_pending_request_count\\{.*\\} (\\d+)$", Pattern.MULTILINE);

  /**
   * Starts it with so many instances of the model and waits until it serves.
   *
   * @param folder an absolute path, for its ports, its model and its log
   */
  static RealTriton start(Path folder, int instances) throws IOException, InterruptedException {
    Path models = writeModel(folder.resolve("models"), instances);
    Installed installed = Installed.here();
    StackPorts ports = StackPorts.of(folder, List.of("grpc", "http", "metrics"));
    Server server =
        TritonServer.server(
            folder.resolve("triton"),
            "triton",
            installed,
            new TritonServer.Models(List.of(models), installed.triton("venv")),
            new TritonServer.Listening(
                ports.port("grpc"), ports.port("http"), ports.port("metrics")));
    RealTriton triton = new RealTriton(new KeptServers(folder, installed), ports);
    // One that an earlier run left behind has that run's model.
    triton.close();
    try {
      triton.servers.start(List.of(server), started -> {});
      return triton;
    } catch (IOException | InterruptedException | RuntimeException e) {
      triton.close();
      throw e;
    }
  }

  /** With the very declaration that a virtual GPU gives. */
  private static Path writeModel(Path models, int instances) throws IOException {
    Path model = models.resolve(VirtualModel.FRAMES.model());
    Files.createDirectories(model.resolve("1"));
    ModelConfig config =
        VirtualModel.FRAMES.config(instances).toBuilder()
            .clearPlatform()
            .setBackend("python")
            .build();
    Files.writeString(model.resolve("config.pbtxt"), TextFormat.printer().printToString(config));
    try (InputStream program = RealTriton.class.getResourceAsStream("/triton/model.py")) {
      Files.copy(program, model.resolve("1/model.py"), StandardCopyOption.REPLACE_EXISTING);
    }
    return models;
  }

  String address() {
    return ports.address("grpc");
  }

  /** How many calls wait for an instance, as its metrics say. */
  int waiting() throws IOException, InterruptedException {
    URI metrics = URI.create("http://" + ports.address("metrics") + "/metrics");
    String text =
        HTTP.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofString()).body();
    Matcher found = PENDING.matcher(text);
    if (!found.find()) {
      throw new IllegalStateException("no %s in: %s".formatted(PENDING, text));
    }
    return Integer.parseInt(found.group(1));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    KeptServers.stop(servers.all());
  }
}
