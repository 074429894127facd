package io.stillwake.jobs.prompt;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Style;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * A style or a light that a prompt names.
 *
 * @param weight how surely it is meant: the words that say it, more if its own name is among them
 *     ("painting" may be any), most after "in the style of"
 */
record StyleMention(Style style, String phrase, int weight) {

  private static final Set<String> ARTICLES = Set.of("a", "an", "the");
  private static final List<String> AFTER = List.of("style of", "manner of", "like", "after");

  /** The surest first, and of equally sure ones the first said. */
  static List<StyleMention> in(List<Clause> clauses, FamilyDescriptor family) {
    List<StyleMention> mentions = new ArrayList<>();
    for (Clause clause : clauses) {
      for (Said said : inOrder(clause, family)) {
        mentions.add(new StyleMention(said.style, said.phrase, sureness(said, clause.words())));
      }
    }
    // A stable sort, which keeps the order of the text.
    mentions.sort(Comparator.comparingInt(StyleMention::weight).reversed());
    return mentions;
  }

  private record Said(Style style, String phrase, int at) {}

  private static List<Said> inOrder(Clause clause, FamilyDescriptor family) {
    List<Said> said = new ArrayList<>();
    for (Style style : family.getStylesList()) {
      List<String> phrases = new ArrayList<>(style.getWordsList());
      phrases.add(style.getName());
      for (String phrase : phrases) {
        for (int at : clause.words().find(phrase)) {
          if (clause.negator() < 0 || at < clause.negator()) {
            said.add(new Said(style, phrase, at));
          }
        }
      }
    }
    said.sort(Comparator.comparingInt(Said::at));
    return said;
  }

  private static int sureness(Said said, Words clause) {
    int words = Words.of(said.phrase).words().size();
    int own = Words.of(said.phrase).has(said.style.getName()) ? 1 : 0;
    return words + own + (isAfterModel(said.at, clause.words()) ? 3 : 0);
  }

  /** "In the style of Monet", "like a Van Gogh". */
  private static boolean isAfterModel(int at, List<String> words) {
    int end = at > 0 && ARTICLES.contains(words.get(at - 1)) ? at - 1 : at;
    String before = String.join(" ", words.subList(Math.max(0, end - 2), end));
    return AFTER.stream().anyMatch(phrase -> (" " + before).endsWith(" " + phrase));
  }
}
