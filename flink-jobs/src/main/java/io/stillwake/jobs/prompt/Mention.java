package io.stillwake.jobs.prompt;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * A word or phrase of a family's vocabulary, found in a clause.
 *
 * @param first place of its first word in the clause
 * @param length in words
 * @param motions indices in the descriptor; empty where the family knows the word and cannot follow
 *     it
 */
record Mention(String phrase, int first, int length, Set<Integer> motions) {

  Mention {
    // In the descriptor's order, whatever the machine: warnings are part of the plan.
    motions = Collections.unmodifiableSortedSet(new TreeSet<>(motions));
  }

  boolean isBeyondTheFamily() {
    return motions.isEmpty();
  }

  /** "Breeze" may mean leaves, grass, hair: whatever of them there is. */
  boolean isShared() {
    return motions.size() > 1;
  }

  boolean isInside(Mention other) {
    return other.length > length && other.first <= first && other.end() >= end();
  }

  boolean touches(Mention other) {
    return end() == other.first || other.end() == first;
  }

  private int end() {
    return first + length;
  }
}
