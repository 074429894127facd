package io.stillwake.jobs.prompt;

import io.stillwake.proto.FamilyDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a prompt and a negative prompt say of each motion: whether it is asked for or not wanted,
 * and how it is to move.
 */
final class PromptReading {

  private final FamilyDescriptor family;
  private final Mentions mentions;
  private final Manner[] manners;
  private final List<Mention> asked = new ArrayList<>();
  private final Set<Integer> unwanted = new LinkedHashSet<>();
  private final Set<Integer> unwantedByName = new LinkedHashSet<>();
  private final Set<String> beyond = new LinkedHashSet<>();
  private Manner film = Manner.NATURAL;

  private PromptReading(FamilyDescriptor family) {
    this.family = family;
    mentions = new Mentions(family);
    manners = new Manner[family.getMotionsCount()];
    Arrays.fill(manners, Manner.NATURAL);
  }

  static PromptReading of(String prompt, String negativePrompt, FamilyDescriptor family) {
    PromptReading reading = new PromptReading(family);
    reading.read(prompt);
    for (Clause clause : Clause.of(negativePrompt)) {
      reading.mentions.in(clause).forEach(reading::unwanted);
    }
    return reading;
  }

  /** What asks for some motion, in the order of the text. */
  List<Mention> asked() {
    return asked.stream()
        .filter(mention -> mention.motions().stream().anyMatch(this::isAllowed))
        .toList();
  }

  /** Asked for by a word, and by none refused: "no wind" spares the hair that is named. */
  boolean isAsked(int motion) {
    return isAllowed(motion)
        && asked.stream().anyMatch(mention -> mention.motions().contains(motion));
  }

  boolean isAllowed(int motion) {
    boolean named =
        asked.stream()
            .anyMatch(mention -> !mention.isShared() && mention.motions().contains(motion));
    return !unwantedByName.contains(motion) && (named || !unwanted.contains(motion));
  }

  /** Words that the family knows and cannot follow. */
  Set<String> beyondTheFamily() {
    return beyond;
  }

  Manner manner(int motion) {
    return film.and(manners[motion]);
  }

  private void read(String prompt) {
    Set<Integer> before = Set.of();
    boolean negatedBefore = false;
    for (Clause clause : Clause.of(prompt)) {
      List<Mention> named = mentions.in(clause);
      film = film.and(Manner.ofFilm(clause.words()));
      boolean goesOn = clause.joined() && negatedBefore && isOnly(named, clause);
      Set<Integer> moving = new LinkedHashSet<>();
      for (Mention mention : named) {
        if (goesOn || isNegated(mention, named, clause)) {
          unwanted(mention);
        } else if (mention.isBeyondTheFamily()) {
          beyond.add(mention.phrase());
        } else {
          asked.add(mention);
          moving.addAll(mention.motions());
        }
      }
      scale(clause, named, moving, before);
      negatedBefore = goesOn || clause.negator() >= 0;
      before = moving.isEmpty() && clause.joined() ? before : moving;
    }
  }

  private void unwanted(Mention mention) {
    unwanted.addAll(mention.motions());
    if (mentions.isGroupWord(mention)) {
      unwantedByName.addAll(mentions.group(mention));
    } else if (!mention.isShared()) {
      unwantedByName.addAll(mention.motions());
    }
  }

  private void scale(Clause clause, List<Mention> named, Set<Integer> moving, Set<Integer> before) {
    if (!moving.isEmpty()) {
      moving.forEach(motion -> add(motion, Manner.beside(clause.words()), clause));
    } else if (clause.joined() && !before.isEmpty()) {
      before.forEach(motion -> add(motion, Manner.goingOn(clause.words()), clause));
    } else if (named.isEmpty() && clause.negator() < 0) {
      film = film.and(Manner.apart(clause.words()));
    }
  }

  private void add(int motion, Manner manner, Clause clause) {
    manners[motion] =
        manners[motion].and(manner.towards(family.getMotions(motion), clause.words()));
  }

  /** "No wind": what stands after the word; "water does not move": else what stands before it. */
  private static boolean isNegated(Mention mention, List<Mention> named, Clause clause) {
    if (clause.atRest()) {
      return true;
    }
    int negator = clause.negator();
    return negator >= 0
        && (mention.first() > negator || named.stream().allMatch(other -> other.first() < negator));
  }

  /** "No wind and rain": the second name says nothing of its own. */
  private static boolean isOnly(List<Mention> named, Clause clause) {
    return !named.isEmpty()
        && named.stream().mapToInt(Mention::length).sum() == clause.words().words().size();
  }
}
