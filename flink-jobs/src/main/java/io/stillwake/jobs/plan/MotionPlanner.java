package io.stillwake.jobs.plan;

import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Motion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Turns a prompt into what moves, how much, whither and how fast. A prompt that names no motion
 * leaves every motion at the family's own amount: the picture's regions decide. One that names some
 * stills the others; what it negates, or the negative prompt names, is still in any case.
 */
final class MotionPlanner {

  /** For a motion that is off by default but was asked for. */
  private static final double ASKED_AMOUNT = 0.7;

  private final FamilyDescriptor family;
  private final boolean[] asked;
  private final boolean[] negated;
  private final Manner[] manners;
  private final Set<String> cannot = new LinkedHashSet<>();
  private Manner film = Manner.NATURAL;

  MotionPlanner(FamilyDescriptor family) {
    this.family = family;
    asked = new boolean[family.getMotionsCount()];
    negated = new boolean[family.getMotionsCount()];
    manners = new Manner[family.getMotionsCount()];
    Arrays.fill(manners, Manner.NATURAL);
  }

  PlannedMotion plan(AnimateStep step) {
    readPrompt(step.getPrompt());
    readNegativePrompt(step.getNegativePrompt());
    List<Motion> rows = new ArrayList<>();
    boolean anyAsked = false;
    for (int i = 0; i < asked.length; i++) {
      anyAsked |= asked[i];
    }
    for (int i = 0; i < asked.length; i++) {
      rows.add(row(i, anyAsked));
    }
    return new PlannedMotion(
        rows,
        cannot.stream()
            .map(
                word ->
                    "the %s family cannot make '%s'; the rest is done"
                        .formatted(family.getName(), word))
            .toList());
  }

  private void readPrompt(String prompt) {
    Set<Integer> before = Set.of();
    boolean negatedBefore = false;
    for (Clause clause : Clause.of(prompt)) {
      List<Mention> mentions = Mention.in(clause, family);
      film = film.and(Manner.ofFilm(clause.words()));
      boolean named = clause.joined() && negatedBefore && isOnly(mentions, clause);
      Set<Integer> moving = new LinkedHashSet<>();
      for (Mention mention : mentions) {
        boolean still = named || isNegated(mention, mentions, clause);
        if (mention.motion() == Mention.CANNOT) {
          if (!still) {
            cannot.add(mention.phrase());
          }
        } else if (still) {
          negated[mention.motion()] = true;
        } else {
          asked[mention.motion()] = true;
          moving.add(mention.motion());
        }
      }
      apply(clause, mentions, moving, before);
      negatedBefore = named || clause.negator() >= 0;
      before = moving.isEmpty() && clause.joined() ? before : moving;
    }
  }

  private void apply(
      Clause clause, List<Mention> mentions, Set<Integer> moving, Set<Integer> before) {
    if (!moving.isEmpty()) {
      scale(moving, Manner.beside(clause.words()));
    } else if (clause.joined() && !before.isEmpty()) {
      scale(before, Manner.goingOn(clause.words()));
    } else if (mentions.isEmpty() && clause.negator() < 0) {
      film = film.and(Manner.apart(clause.words()));
    }
  }

  private void scale(Set<Integer> motions, Manner manner) {
    motions.forEach(motion -> manners[motion] = manners[motion].and(manner));
  }

  private void readNegativePrompt(String prompt) {
    for (Clause clause : Clause.of(prompt)) {
      for (Mention mention : Mention.in(clause, family)) {
        if (mention.motion() != Mention.CANNOT) {
          negated[mention.motion()] = true;
        }
      }
    }
  }

  /** "No wind": what stands after the word; "water does not move": else what stands before it. */
  private static boolean isNegated(Mention mention, List<Mention> mentions, Clause clause) {
    if (clause.atRest()) {
      return true;
    }
    int negator = clause.negator();
    return negator >= 0
        && (mention.first() > negator
            || mentions.stream().allMatch(other -> other.first() < negator));
  }

  /** "No wind and rain": the second name says nothing of its own. */
  private static boolean isOnly(List<Mention> mentions, Clause clause) {
    return !mentions.isEmpty()
        && mentions.stream().mapToInt(Mention::length).sum() == clause.words().words().size();
  }

  private Motion row(int index, boolean anyAsked) {
    double usual = family.getMotions(index).getAmount();
    double base = asked[index] && usual <= 0 ? ASKED_AMOUNT : usual;
    boolean moves = !negated[index] && (asked[index] || !anyAsked);
    Manner manner = film.and(manners[index]);
    double length = Math.max(1, Math.hypot(manner.directionX(), manner.directionY()));
    return Motion.newBuilder()
        .setName(family.getMotions(index).getName())
        .setAmount(moves ? Math.min(1, base * manner.amount()) : 0)
        .setDirectionX(manner.directionX() / length)
        .setDirectionY(manner.directionY() / length)
        .setSpeed(Math.max(0.25, Math.min(4, manner.speed())))
        .build();
  }
}
