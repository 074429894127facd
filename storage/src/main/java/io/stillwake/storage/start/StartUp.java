package io.stillwake.storage.start;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the servers that a process needs, one line in the log per try.
 *
 * @param patience how long to wait for each of them
 * @param pause between two tries
 * @param told each of the lines, for whoever shows what the process does
 */
public record StartUp(Duration patience, Duration pause, Consumer<String> told) {

  private static final Logger log = LoggerFactory.getLogger(StartUp.class);

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration PAUSE = Duration.ofSeconds(2);

  /** Asks a server for what is needed of it. */
  @FunctionalInterface
  public interface Question<T> {
    /**
     * @throws StartRefused where waiting does not help
     */
    T ask() throws NotYetException, InterruptedException;
  }

  /** With the default patience of five minutes, told to the log alone. */
  public static StartUp patient() {
    return new StartUp(PATIENCE, PAUSE, line -> {});
  }

  /**
   * Reads {@code STILLWAKE_START_PATIENCE} (ISO 8601, default PT5M).
   *
   * @throws IllegalArgumentException where it cannot be read
   */
  public static StartUp fromEnvironment(Map<String, String> environment, Consumer<String> told) {
    Optional<Duration> patience =
        new Variables(environment).duration("STILLWAKE_START_PATIENCE", "PT5M");
    return new StartUp(patience.orElse(PATIENCE), PAUSE, told);
  }

  /**
   * What a process is told by its environment or its files.
   *
   * @throws StartRefused where one is not set or wrong, or a file cannot be read
   */
  public static <T> T configured(Supplier<T> settings) {
    try {
      return settings.get();
    } catch (IllegalArgumentException | UncheckedIOException e) {
      throw StartRefused.wrong(e.getMessage(), e);
    }
  }

  /**
   * Asks until there is an answer.
   *
   * @param what is waited for and where, as {@code Kafka at kafka:9092}
   * @throws StartRefused where waiting does not help, or was in vain
   */
  public <T> T await(String what, Question<T> question) throws InterruptedException {
    RetryPolicy<T> again =
        RetryPolicy.<T>builder()
            .handle(NotYetException.class)
            .withMaxAttempts(-1)
            .withDelay(pause)
            .withMaxDuration(patience)
            .onRetryScheduled(
                next ->
                    tell(
                        "waiting for %s: %s (retry in %d s)"
                            .formatted(
                                what,
                                next.getLastException().getMessage(),
                                next.getDelay().toSeconds())))
            .build();
    try {
      return Failsafe.with(again).get(question::ask);
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        throw new InterruptedException("interrupted while waiting for " + what);
      }
      throw StartRefused.waitedInVain(
          "%s: %s, for %d s (expected: it answers within STILLWAKE_START_PATIENCE)"
              .formatted(what, e.getCause().getMessage(), patience.toSeconds()),
          e);
    }
  }

  private void tell(String line) {
    log.warn(line);
    told.accept(line);
  }
}
