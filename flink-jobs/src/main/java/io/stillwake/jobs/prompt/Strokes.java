package io.stillwake.jobs.prompt;

import java.util.List;
import java.util.Map;

/**
 * How a style is to be handled, read from words.
 *
 * @param size factor on the size of strokes, 0.5 to 2
 * @param vividness factor on the saturation, 0.5 to 1.5
 */
record Strokes(double size, double vividness) {

  private static final Map<Double, List<String>> SIZES =
      Map.of(
          1.5, List.of("bold", "broad", "thick", "coarse", "rough", "heavy strokes"),
          1.3, List.of("loose", "loosely", "sketchy", "sweeping"),
          0.65,
              List.of(
                  "fine", "finely", "delicate", "detailed", "thin", "intricate", "small strokes"));

  private static final Map<Double, List<String>> VIVIDNESS =
      Map.of(
          1.3, List.of("vivid", "vibrant", "saturated", "colorful", "colourful", "intense"),
          0.7,
              List.of(
                  "muted", "pale", "faded", "desaturated", "subdued", "washed out", "washed-out"));

  static Strokes of(List<Clause> clauses) {
    double size = 1;
    double vividness = 1;
    for (Clause clause : clauses) {
      size *= said(SIZES, clause);
      vividness *= said(VIVIDNESS, clause);
    }
    return new Strokes(within(size, 0.5, 2), within(vividness, 0.5, 1.5));
  }

  /** Each factor counts once in a clause, however often it is said. */
  private static double said(Map<Double, List<String>> vocabulary, Clause clause) {
    return vocabulary.entrySet().stream()
        .filter(entry -> entry.getValue().stream().anyMatch(word -> isSaid(word, clause)))
        .mapToDouble(Map.Entry::getKey)
        .reduce(1, (one, other) -> one * other);
  }

  /** "Not too vivid" is not vivid, and "fine art" is nothing about strokes. */
  private static boolean isSaid(String word, Clause clause) {
    return clause.words().find(word).stream()
        .anyMatch(
            at ->
                (clause.negator() < 0 || at < clause.negator())
                    && !clause.words().find(word + " art").contains(at));
  }

  private static double within(double value, double least, double most) {
    return Math.max(least, Math.min(most, value));
  }
}
