package io.stillwake.jobs.plan;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.MotionKind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A word or phrase of a family's vocabulary, found in a clause.
 *
 * @param motion index of the motion in the descriptor, or {@link #CANNOT}
 * @param first place of its first word in the clause
 * @param length in words
 */
record Mention(int motion, String phrase, int first, int length) {

  /** The family knows the word and cannot follow it. */
  static final int CANNOT = -1;

  /** In the order of the text; of a phrase and a word inside it, only the phrase. */
  static List<Mention> in(Clause clause, FamilyDescriptor family) {
    List<Mention> found = new ArrayList<>();
    for (int i = 0; i < family.getMotionsCount(); i++) {
      MotionKind motion = family.getMotions(i);
      for (String phrase : motion.getWordsList()) {
        found.addAll(places(clause, i, phrase));
      }
    }
    for (String phrase : family.getCannotList()) {
      found.addAll(places(clause, CANNOT, phrase));
    }
    return found.stream()
        .filter(mention -> found.stream().noneMatch(mention::isInside))
        .sorted(Comparator.comparingInt(Mention::first))
        .toList();
  }

  private static List<Mention> places(Clause clause, int motion, String phrase) {
    int length = Words.of(phrase).words().size();
    return clause.words().find(phrase).stream()
        .map(first -> new Mention(motion, phrase, first, length))
        .toList();
  }

  private boolean isInside(Mention other) {
    return other.length > length
        && other.first <= first
        && other.first + other.length >= first + length;
  }
}
