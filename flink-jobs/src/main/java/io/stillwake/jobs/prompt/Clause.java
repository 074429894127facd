package io.stillwake.jobs.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A part of a prompt whose words belong together.
 *
 * @param joined goes on from the clause before it ("and", "while"), instead of starting anew after
 *     a comma or a stop
 */
record Clause(Words words, boolean joined) {

  private static final Pattern STOPS = Pattern.compile("[,.;:!?()\\[\\]\\r\\n/|\u2013\u2014]+");
  private static final Set<String> JOINS =
      Set.of("and", "while", "but", "then", "with", "plus", "though", "as");
  private static final Set<String> NEGATORS =
      Set.of(
          "no", "not", "without", "never", "don't", "doesn't", "isn't", "aren't", "won't", "avoid");
  private static final List<String> AT_REST =
      List.of(
          "stay still",
          "stays still",
          "stand still",
          "stands still",
          "keep still",
          "keeps still",
          "remain still",
          "remains still",
          "perfectly still",
          "is still",
          "are still",
          "static",
          "locked",
          "fixed",
          "motionless",
          "unmoving",
          "frozen");

  static List<Clause> of(String text) {
    List<Clause> clauses = new ArrayList<>();
    for (String part : STOPS.split(text)) {
      List<String> words = new ArrayList<>();
      boolean joined = false;
      for (String word : Words.of(part).words()) {
        if (JOINS.contains(word)) {
          joined = add(clauses, words, joined) || joined;
        } else {
          words.add(word);
        }
      }
      add(clauses, words, joined);
    }
    return clauses;
  }

  private static boolean add(List<Clause> clauses, List<String> words, boolean joined) {
    if (words.isEmpty()) {
      return false;
    }
    clauses.add(new Clause(new Words(words), joined));
    words.clear();
    return true;
  }

  /** Where the first "no" or "without" stands; -1 where there is none. */
  int negator() {
    for (int i = 0; i < words.words().size(); i++) {
      if (NEGATORS.contains(words.words().get(i))) {
        return i;
      }
    }
    return -1;
  }

  /** Whether it says that what it names does not move. */
  boolean atRest() {
    return AT_REST.stream().anyMatch(words::has);
  }
}
