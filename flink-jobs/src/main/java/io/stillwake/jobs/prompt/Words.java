package io.stillwake.jobs.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** A text as lower-case words, so that "fire" is not found in "fireplace". */
record Words(List<String> words) {

  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{N}']+");

  Words {
    words = List.copyOf(words);
  }

  static Words of(String text) {
    List<String> words = new ArrayList<>();
    for (String word : BETWEEN.split(text.toLowerCase(Locale.ROOT).replace('\u2019', '\''))) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return new Words(words);
  }

  /** Where a word or a phrase of several words starts; empty where it is not there. */
  List<Integer> find(String phrase) {
    List<String> wanted = of(phrase).words();
    if (wanted.isEmpty()) {
      return List.of();
    }
    return IntStream.rangeClosed(0, words.size() - wanted.size())
        .filter(i -> words.subList(i, i + wanted.size()).equals(wanted))
        .boxed()
        .toList();
  }

  boolean has(String phrase) {
    return !find(phrase).isEmpty();
  }
}
