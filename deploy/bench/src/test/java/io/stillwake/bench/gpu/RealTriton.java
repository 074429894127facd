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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A real Triton that serves {@code virtual-frames} by its Python backend. */
record RealTriton(KeptServers servers, StackPorts ports) implements AutoCloseable {

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

  @Override
  public void close() throws IOException, InterruptedException {
    KeptServers.stop(servers.all());
  }
}
