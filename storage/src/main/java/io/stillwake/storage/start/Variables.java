package io.stillwake.storage.start;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The environment of a process, read as what it stands for. A value that cannot be read is an
 * {@link IllegalArgumentException} that names the variable, the value and what was expected.
 */
public record Variables(Map<String, String> environment) {

  /** Empty where it is not set. */
  public OptionalInt whole(String name) {
    String text = environment.get(name);
    try {
      return text == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: a whole number)".formatted(name, text), e);
    }
  }

  /**
   * Empty where it is not set; ISO 8601.
   *
   * @param example for the message
   */
  public Optional<Duration> duration(String name, String example) {
    String text = environment.get(name);
    try {
      return Optional.ofNullable(text).map(Duration::parse);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "%s: '%s' (expected: a duration such as %s)".formatted(name, text, example), e);
    }
  }
}
