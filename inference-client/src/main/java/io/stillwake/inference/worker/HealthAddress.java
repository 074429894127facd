package io.stillwake.inference.worker;

import java.util.Map;

/**
 * Where a worker's health endpoint listens.
 *
 * @param port 0 for a free one
 */
record HealthAddress(String host, int port) {

  private static final int LAST_PORT = 65_535;

  HealthAddress {
    if (port < 0 || port > LAST_PORT) {
      throw new IllegalArgumentException(
          "STILLWAKE_HEALTH_PORT: " + port + " (expected: 0 to " + LAST_PORT + ")");
    }
  }

  /** Reads {@code STILLWAKE_HEALTH_HOST} (default: 127.0.0.1) and {@code _PORT} (8090). */
  static HealthAddress fromEnvironment(Map<String, String> environment) {
    String port = environment.getOrDefault("STILLWAKE_HEALTH_PORT", "8090");
    try {
      return new HealthAddress(
          environment.getOrDefault("STILLWAKE_HEALTH_HOST", "127.0.0.1"), Integer.parseInt(port));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "STILLWAKE_HEALTH_PORT: '" + port + "' (expected: 0 to " + LAST_PORT + ")", e);
    }
  }
}
