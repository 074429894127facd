package io.stillwake.local.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** Which way something moves, y down: {@code 1,0} or {@code right}. */
record Direction(double x, double y) {

  private static final String NUMBER = "(-?\\d*\\.?\\d+)";
  private static final Pattern PAIR = Pattern.compile(NUMBER + "," + NUMBER);

  static Direction parse(String text) {
    return word(text)
        .or(() -> pair(text))
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + text + "' (expected: DX,DY as 1,0, or left, right, up, down)"));
  }

  private static Optional<Direction> word(String text) {
    return switch (text) {
      case "left" -> Optional.of(new Direction(-1, 0));
      case "right" -> Optional.of(new Direction(1, 0));
      case "up" -> Optional.of(new Direction(0, -1));
      case "down" -> Optional.of(new Direction(0, 1));
      default -> Optional.empty();
    };
  }

  private static Optional<Direction> pair(String text) {
    Matcher pair = PAIR.matcher(text);
    return pair.matches()
        ? Optional.of(
            new Direction(Double.parseDouble(pair.group(1)), Double.parseDouble(pair.group(2))))
        : Optional.empty();
  }

  void addTo(ObjectNode entry) {
    entry.putArray("direction").add(x).add(y);
  }
}
