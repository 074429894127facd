package io.stillwake.inference.worker;

import io.stillwake.storage.start.Variables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * How one worker works.
 *
 * @param name unique among the workers of all pools
 * @param pool whose work it pulls
 * @param bootstrap Kafka's {@code host:port,…}
 * @param families folder with one sub-folder per model family, each with its descriptor
 * @param slots model calls at once; empty: as many as the server's widest model has instances
 * @param items held at once; empty: enough that transfers of some overlap the model calls of others
 * @param drainTimeout how long running items may take to end when the worker is closed
 * @param retire when it takes itself out of service
 */
public record WorkerConfig(
    String name,
    String pool,
    String bootstrap,
    Path families,
    OptionalInt slots,
    OptionalInt items,
    Duration drainTimeout,
    Retire retire) {

  /**
   * When a worker takes itself out of service, and what then.
   *
   * @param after calls of one model in a row that failed by the model server's fault
   * @param linger how long the server may then answer without doing its work before the worker
   *     gives it up
   */
  public record Retire(int after, Duration linger) {

    static final Retire DEFAULT = new Retire(5, Duration.ofSeconds(30));

    public Retire {
      require(after >= 1, "retire after", after, "at least 1");
      require(!linger.isNegative(), "linger", linger, "not negative");
    }
  }

  static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(90);

  // It is part of object keys and client ids.
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,62}");

  public WorkerConfig {
    require(NAME.matcher(name).matches(), "name", name, "1 to 63 of A-Z, a-z, 0-9 and '-'");
    require(!pool.isBlank(), "pool", pool, "the name of a pool");
    require(!bootstrap.isBlank(), "bootstrap", bootstrap, "host:port of a Kafka broker");
    Objects.requireNonNull(families, "families");
    require(slots.orElse(1) >= 1, "slots", slots, "at least 1");
    require(items.orElse(1) >= 1, "items", items, "at least 1");
    require(!drainTimeout.isNegative(), "drainTimeout", drainTimeout, "not negative");
    Objects.requireNonNull(retire, "retire");
  }

  /** Everything else by default. */
  public static WorkerConfig of(String name, String pool, String bootstrap, Path families) {
    return new WorkerConfig(
        name,
        pool,
        bootstrap,
        families,
        OptionalInt.empty(),
        OptionalInt.empty(),
        DEFAULT_DRAIN_TIMEOUT,
        Retire.DEFAULT);
  }

  /**
   * Reads {@code STILLWAKE_…}: WORKER_NAME (default: HOSTNAME), WORKER_POOL, KAFKA, FAMILIES, and
   * where given WORKER_SLOTS, WORKER_ITEMS, WORKER_DRAIN_SECONDS (90), RETIRE_AFTER (5 failures)
   * and RETIRED_LINGER (ISO 8601, PT30S).
   */
  public static WorkerConfig fromEnvironment(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    return new WorkerConfig(
        environment.getOrDefault(
            "STILLWAKE_WORKER_NAME", environment.getOrDefault("HOSTNAME", "worker")),
        required(environment, "STILLWAKE_WORKER_POOL", "the pool to work for"),
        required(environment, "STILLWAKE_KAFKA", "host:port of a Kafka broker"),
        Path.of(required(environment, "STILLWAKE_FAMILIES", "the folder of the model families")),
        variables.whole("STILLWAKE_WORKER_SLOTS"),
        variables.whole("STILLWAKE_WORKER_ITEMS"),
        Duration.ofSeconds(
            variables
                .whole("STILLWAKE_WORKER_DRAIN_SECONDS")
                .orElse((int) DEFAULT_DRAIN_TIMEOUT.toSeconds())),
        new Retire(
            variables.whole("STILLWAKE_RETIRE_AFTER").orElse(Retire.DEFAULT.after()),
            variables
                .duration("STILLWAKE_RETIRED_LINGER", "PT30S")
                .orElse(Retire.DEFAULT.linger())));
  }

  private static String required(Map<String, String> environment, String key, String expected) {
    String value = environment.get(key);
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(key + " is not set (expected: " + expected + ")");
    }
    return value;
  }

  private static void require(boolean holds, String name, Object value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": '" + value + "' (expected: " + expected + ")");
    }
  }
}
