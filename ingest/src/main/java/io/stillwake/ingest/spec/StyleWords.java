package io.stillwake.ingest.spec;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Style;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds the style that the words of a prompt ask for. */
final class StyleWords {

  private StyleWords() {}

  /** The style with the longest phrase in the prompt; the earlier one of two alike. */
  static Optional<String> match(FamilyDescriptor family, String prompt) {
    String words = prompt.toLowerCase(Locale.ROOT);
    return family.getStylesList().stream()
        .flatMap(style -> phrases(style).stream().map(phrase -> new Phrase(phrase, style)))
        .filter(phrase -> phrase.isIn(words))
        // max() would take the later one of two alike.
        .min(Comparator.comparingInt(phrase -> -phrase.text().length()))
        .map(phrase -> phrase.style().getName());
  }

  private static List<String> phrases(Style style) {
    return Stream.concat(Stream.of(style.getName()), style.getWordsList().stream())
        .map(phrase -> phrase.toLowerCase(Locale.ROOT))
        .toList();
  }

  private record Phrase(String text, Style style) {

    /** Whole words only: "ink" is not in "pink". */
    boolean isIn(String prompt) {
      return Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(text) + "(?![\\p{L}\\p{N}])")
          .matcher(prompt)
          .find();
    }
  }
}
