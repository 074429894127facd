package io.stillwake.jobs.prompt;

import java.util.List;

/**
 * How a style is to be handled, read from words.
 *
 * @param size factor on the size of strokes, 0.5 to 2
 * @param vividness factor on the saturation, 0.5 to 1.5
 */
record Strokes(double size, double vividness) {

  private static final List<Said> SIZES =
      List.of(
          new Said(1.5, "bold", "broad", "thick", "coarse", "rough", "heavy strokes"),
          new Said(1.3, "loose", "loosely", "sketchy", "sweeping"),
          new Said(
              0.65,
              "fine",
              "finely",
              "delicate",
              "detailed",
              "thin",
              "intricate",
              "small strokes"));

  private static final List<Said> VIVIDNESS =
      List.of(
          new Said(1.3, "vivid", "vibrant", "saturated", "colorful", "colourful", "intense"),
          new Said(0.7, "muted", "pale", "faded", "desaturated", "subdued", "washed out"));

  private record Said(double factor, List<String> words) {
    Said(double factor, String... words) {
      this(factor, List.of(words));
    }
  }

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
  private static double said(List<Said> vocabulary, Clause clause) {
    return vocabulary.stream()
        .filter(said -> said.words().stream().anyMatch(word -> isSaid(word, clause)))
        .mapToDouble(Said::factor)
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
