package io.stillwake.bench.gpu;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.TextFormat;
import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.real.Installed;
import io.stillwake.real.Server;
import io.stillwake.real.server.TritonServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionTimeoutException;

/** A real Triton that serves {@code virtual-frames} by its Python backend. */
final class RealTriton implements AutoCloseable {

  private final Process process;
  private final int port;

  private RealTriton(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * Starts it with so many instances of the model and waits until it serves.
   *
   * @param folder an absolute path, for its model and its log
   */
  static RealTriton start(Path folder, int instances) throws IOException {
    Path models = writeModel(folder.resolve("models"), instances);
    Installed installed = Installed.here();
    TritonServer.Listening ports = new TritonServer.Listening(free(), free(), free());
    Server server =
        TritonServer.server(
            folder,
            "triton",
            installed,
            new TritonServer.Models(List.of(models), installed.triton("venv")),
            ports);
    ProcessBuilder builder =
        new ProcessBuilder(server.command())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile());
    builder.environment().putAll(server.environment());
    RealTriton triton = new RealTriton(builder.start(), ports.grpc());
    try {
      await()
          .atMost(server.patience())
          .pollInterval(Duration.ofMillis(100))
          .ignoreExceptions()
          .until(() -> !triton.process.isAlive() || server.ready().ask());
    } catch (ConditionTimeoutException e) {
      triton.close();
    }
    if (!triton.process.isAlive()) {
      throw new IllegalStateException("Triton does not serve, see " + folder.resolve("log"));
    }
    return triton;
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

  /** Below those that the kernel gives to clients. */
  private static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
      try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException taken) {
        continue;
      }
    }
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** SIGTERM; SIGKILL to what is left of it where that takes too long. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
