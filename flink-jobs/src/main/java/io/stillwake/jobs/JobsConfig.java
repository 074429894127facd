package io.stillwake.jobs;

import io.stillwake.jobs.dispatch.TenantWeights;
import io.stillwake.storage.ObjectStoreConfig;
import java.io.File;
import java.io.Serializable;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Objects;

/**
 * All that the three jobs are told from outside.
 *
 * @param kafka bootstrap servers, {@code host:port,…}
 * @param families folder with one folder per model family, each with a {@code family.json}
 * @param checkpointInterval what a restart repeats at most, and how late exactly-once events are
 * @param uploadTimeout how long intake waits for an upload's event before a worker looks for it
 * @param ticketTimeout how long intake waits for an upload at all
 * @param parallelism of every operator that is not fixed by its job
 * @param tenantWeights how much of a pool each tenant gets while others wait too
 */
public record JobsConfig(
    String kafka,
    ObjectStoreConfig store,
    File families,
    Duration checkpointInterval,
    Duration uploadTimeout,
    Duration ticketTimeout,
    int parallelism,
    TenantWeights tenantWeights)
    implements Serializable {

  public static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(1);
  public static final Duration UPLOAD_TIMEOUT = Duration.ofSeconds(30);
  public static final Duration TICKET_TIMEOUT = Duration.ofHours(24);
  public static final int PARALLELISM = 1;

  public JobsConfig {
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(store, "store");
    Objects.requireNonNull(families, "families");
    Objects.requireNonNull(tenantWeights, "tenantWeights");
    positive("checkpoint-interval", checkpointInterval);
    positive("upload-timeout", uploadTimeout);
    positive("ticket-timeout", ticketTimeout);
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism: %d (expected: >= 1)".formatted(parallelism));
    }
  }

  /** With every default. */
  public static JobsConfig of(String kafka, ObjectStoreConfig store, File families) {
    return new JobsConfig(
        kafka,
        store,
        families,
        CHECKPOINT_INTERVAL,
        UPLOAD_TIMEOUT,
        TICKET_TIMEOUT,
        PARALLELISM,
        TenantWeights.EQUAL);
  }

  /**
   * From {@code --kafka}, {@code --families}, {@code --checkpoint-interval}, {@code
   * --upload-timeout}, {@code --ticket-timeout} (ISO-8601, {@code PT30S}), {@code --parallelism}
   * and {@code --tenant-weights} ({@code acme=3,trial=0.5}); the store from {@code STILLWAKE_S3_…}.
   *
   * @param options name without dashes to value
   * @throws IllegalArgumentException naming the option, its value and what was expected
   */
  static JobsConfig from(Map<String, String> options, Map<String, String> environment) {
    return new JobsConfig(
        required(options, "kafka", "host:port of a broker"),
        ObjectStoreConfig.fromEnvironment(environment),
        new File(required(options, "families", "the folder of the model families")),
        duration(
            options, "checkpoint-interval", JobName.checkpointInterval(JobName.chosen(options))),
        duration(options, "upload-timeout", UPLOAD_TIMEOUT),
        duration(options, "ticket-timeout", TICKET_TIMEOUT),
        number(options, "parallelism", PARALLELISM),
        TenantWeights.parse(options.getOrDefault("tenant-weights", "")));
  }

  private static String required(Map<String, String> options, String name, String expected) {
    String value = options.get(name);
    if (value == null) {
      throw new IllegalArgumentException("%s: not set (expected: %s)".formatted(name, expected));
    }
    return value;
  }

  private static Duration duration(
      Map<String, String> options, String name, Duration defaultValue) {
    String value = options.get(name);
    try {
      return value == null ? defaultValue : Duration.parse(value);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: an ISO-8601 duration, PT30S)".formatted(name, value), e);
    }
  }

  private static int number(Map<String, String> options, String name, int defaultValue) {
    String value = options.get(name);
    try {
      return value == null ? defaultValue : Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: a whole number)".formatted(name, value), e);
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException("%s: %s (expected: > 0)".formatted(name, value));
    }
  }
}
