package io.stillwake.local.triton;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How the embedded server is started.
 *
 * @param modelRepository a folder with a folder per model
 * @param grpcPort 0: any that is free
 * @param metricsPort 0: any that is free
 * @param exitTimeout how long running calls may take at {@link EmbeddedTriton#close}; Triton's own
 *     default is 30 s
 */
public record TritonConfig(
    Path modelRepository, int grpcPort, int metricsPort, Duration exitTimeout) {

  public static final Duration DEFAULT_EXIT_TIMEOUT = Duration.ofSeconds(30);

  public TritonConfig {
    modelRepository = modelRepository.toAbsolutePath().normalize();
    requirePort("grpcPort", grpcPort);
    requirePort("metricsPort", metricsPort);
    if (exitTimeout.isNegative()) {
      throw new IllegalArgumentException("exitTimeout: " + exitTimeout + " (expected: >= PT0S)");
    }
  }

  private static void requirePort(String name, int port) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(name + ": " + port + " (expected: 0 to 65535)");
    }
  }
}
