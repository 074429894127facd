package io.stillwake.ingest;

import io.stillwake.storage.Tenant;
import io.stillwake.storage.start.Variables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

/**
 * What ingest has to be told.
 *
 * @param host to bind to
 * @param port to bind to; 0 for a free one
 * @param kafka bootstrap servers, {@code host:port,…}
 * @param families the folder with {@code <family>/family.json}
 * @param defaultTenant whose a request is that names none
 * @param uploadValidity how long a presigned upload can be used
 */
public record IngestConfig(
    String host,
    int port,
    String kafka,
    Path families,
    Tenant defaultTenant,
    Duration uploadValidity) {

  public static final Tenant DEFAULT_TENANT = new Tenant("local");
  public static final Duration DEFAULT_UPLOAD_VALIDITY = Duration.ofHours(1);

  /** What S3 allows a presigned URL. */
  private static final Duration MAX_UPLOAD_VALIDITY = Duration.ofDays(7);

  private static final String DEFAULT_HOST = "127.0.0.1";
  private static final String DEFAULT_PORT = "8080";
  private static final String DEFAULT_FAMILIES = "deploy/triton";

  public IngestConfig {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(families, "families");
    Objects.requireNonNull(defaultTenant, "defaultTenant");
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
    }
    if (kafka.isBlank()) {
      throw new IllegalArgumentException("kafka: empty (expected: host:port,…)");
    }
    if (uploadValidity.compareTo(Duration.ofSeconds(1)) < 0
        || uploadValidity.compareTo(MAX_UPLOAD_VALIDITY) > 0) {
      throw new IllegalArgumentException(
          "upload validity: %s (expected: PT1S to %s)"
              .formatted(uploadValidity, MAX_UPLOAD_VALIDITY));
    }
  }

  /** Everything by default but where to listen and what to talk to. */
  public static IngestConfig local(int port, String kafka, Path families) {
    return new IngestConfig(
        DEFAULT_HOST, port, kafka, families, DEFAULT_TENANT, DEFAULT_UPLOAD_VALIDITY);
  }

  /**
   * Reads {@code STILLWAKE_HOST, _PORT, _KAFKA, _FAMILIES, _TENANT} and {@code _UPLOAD_VALIDITY}
   * (ISO 8601, such as PT1H). Only {@code STILLWAKE_KAFKA} has no default.
   *
   * @throws IllegalArgumentException where one is missing or cannot be read
   */
  public static IngestConfig fromEnvironment(Map<String, String> environment) {
    String kafka = environment.get("STILLWAKE_KAFKA");
    if (kafka == null) {
      throw new IllegalArgumentException(
          "STILLWAKE_KAFKA is not set (expected: bootstrap servers, host:port,…)");
    }
    return new IngestConfig(
        environment.getOrDefault("STILLWAKE_HOST", DEFAULT_HOST),
        port(environment.getOrDefault("STILLWAKE_PORT", DEFAULT_PORT)),
        kafka,
        Path.of(environment.getOrDefault("STILLWAKE_FAMILIES", DEFAULT_FAMILIES)),
        new Tenant(environment.getOrDefault("STILLWAKE_TENANT", DEFAULT_TENANT.value())),
        new Variables(environment)
            .duration("STILLWAKE_UPLOAD_VALIDITY", "PT1H")
            .orElse(DEFAULT_UPLOAD_VALIDITY));
  }

  private static int port(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "STILLWAKE_PORT: '" + text + "' (expected: 0 to 65535)", e);
    }
  }
}
