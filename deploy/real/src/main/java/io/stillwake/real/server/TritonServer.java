package io.stillwake.real.server;

import io.stillwake.real.Installed;
import io.stillwake.real.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The real Triton on the CPU, with its Python backend and, run by that, the backend {@code
 * onnxruntime}: model repositories are served as they are.
 */
public final class TritonServer {

  /** Each model instance is a Python process of its own, and they start on two cores. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  private TritonServer() {}

  /** Where one Triton listens, on the loopback. */
  public record Listening(int grpc, int http, int metrics) {}

  /**
   * What a Triton serves.
   *
   * @param repositories Triton model repositories
   * @param python the Python environment whose packages the models see
   */
  public record Models(List<Path> repositories, Path python) {}

  public static Server server(
      Path folder, String name, Installed installed, Models models, Listening ports)
      throws IOException {
    Path packages = packages(installed.triton("venv"));
    Map<String, String> environment = new HashMap<>();
    environment.put(
        "STILLWAKE_MODELS",
        models.repositories.stream().map(Path::toString).collect(Collectors.joining(":")));
    environment.put("STILLWAKE_BACKENDS", backends(folder, installed).toString());
    environment.put(
        "STILLWAKE_TRITON", packages.resolve("pytriton/tritonserver/bin/tritonserver").toString());
    environment.put("STILLWAKE_TRITON_GRPC", Integer.toString(ports.grpc));
    environment.put("STILLWAKE_TRITON_HTTP", Integer.toString(ports.http));
    environment.put("STILLWAKE_TRITON_METRICS", Integer.toString(ports.metrics));
    environment.put("LD_LIBRARY_PATH", packages.resolve("nvidia_pytriton.libs").toString());
    // A model's process finds its packages through the python3 on the path.
    environment.put("PATH", models.python.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("OMP_NUM_THREADS", "1");
    return Server.of(
            name,
            folder,
            List.of(installed.startScript("triton").toString()),
            environment,
            Asked.byHttp(URI.create("http://127.0.0.1:" + ports.http + "/v2/health/ready")))
        .within(PATIENCE);
  }

  /** Triton's Python backend and ours beside each other, as its {@code --backend-directory}. */
  private static Path backends(Path folder, Installed installed) throws IOException {
    Path backends = Files.createDirectories(folder.resolve("backends"));
    link(backends.resolve("python"), installed.triton("python-backend"));
    link(backends.resolve("onnxruntime"), installed.real().resolve("triton/onnxruntime"));
    return backends;
  }

  private static void link(Path link, Path target) throws IOException {
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, target);
  }

  private static Path packages(Path environment) {
    try (Stream<Path> versions = Files.list(environment.resolve("lib"))) {
      return versions.findFirst().orElseThrow().resolve("site-packages");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
