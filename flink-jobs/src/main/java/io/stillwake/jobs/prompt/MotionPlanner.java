package io.stillwake.jobs.prompt;

import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Motion;
import io.stillwake.proto.MotionKind;
import io.stillwake.proto.MotionMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Decides what of a picture moves, how much, whither and how fast: by a plan given outright, by
 * what the prompt names and the masks mark, or, where nobody says, by what the picture offers. What
 * was asked for and cannot be had becomes a warning.
 */
public final class MotionPlanner {

  /** For a motion that is off by default but was asked for. */
  private static final double ASKED_AMOUNT = 0.7;

  /** Moves the view of a picture in which nothing else can move. */
  private static final String LAST_RESORT = "dolly";

  private static final double LAST_RESORT_AMOUNT = 0.4;

  private final FamilyDescriptor family;
  private final Coverage coverage;

  public MotionPlanner(FamilyDescriptor family, Coverage coverage) {
    this.family = family;
    this.coverage = coverage;
  }

  /** Where the family has no motions to pick from, its models read the prompt themselves. */
  public PlannedMotion plan(AnimateStep step) {
    if (family.getMotionsCount() == 0) {
      return new PlannedMotion(List.of(), List.of());
    }
    PromptReading prompt = PromptReading.of(step.getPrompt(), step.getNegativePrompt(), family);
    List<String> marked = step.getMasksList().stream().map(MotionMask::getMotion).toList();
    return step.hasPlan() ? given(step, prompt, marked) : asked(prompt, marked);
  }

  private PlannedMotion given(AnimateStep step, PromptReading prompt, List<String> marked) {
    List<Motion> rows = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (int motion = 0; motion < family.getMotionsCount(); motion++) {
      String name = name(motion);
      Optional<Motion> wanted =
          step.getPlan().getMotionsList().stream()
              .filter(row -> row.getName().equals(name))
              .findFirst();
      if (wanted.isPresent() && wanted.get().getAmount() > 0 && isMissing(motion, marked)) {
        warnings.add(missing(name, name));
      }
      Motion usual = marked.contains(name) ? row(motion, prompt) : still(motion);
      rows.add(wanted.map(MotionPlanner::whole).orElse(usual));
    }
    return new PlannedMotion(rows, warnings);
  }

  private PlannedMotion asked(PromptReading prompt, List<String> marked) {
    List<String> warnings = new ArrayList<>(beyond(prompt));
    List<Integer> moving =
        motions().filter(motion -> isWanted(motion, prompt, marked)).boxed().toList();
    for (Mention mention : prompt.asked()) {
      if (mention.motions().stream().allMatch(motion -> isMissing(motion, marked))) {
        warnings.add(missing(mention.phrase(), name(mention.motions().iterator().next())));
      }
    }
    if (prompt.asked().isEmpty() && moving.isEmpty()) {
      moving =
          motions()
              .filter(motion -> prompt.isAllowed(motion) && coverage.offers(motion))
              .boxed()
              .toList();
      if (moving.isEmpty()) {
        return lastResort(prompt, warnings);
      }
    }
    List<Integer> taken = moving;
    return new PlannedMotion(
        motions()
            .mapToObj(motion -> taken.contains(motion) ? row(motion, prompt) : still(motion))
            .toList(),
        warnings);
  }

  /** Of a word that several motions share, those that the picture has. */
  private boolean isWanted(int motion, PromptReading prompt, List<String> marked) {
    return marked.contains(name(motion))
        || prompt.isAsked(motion)
            && prompt.asked().stream()
                .filter(mention -> mention.motions().contains(motion))
                .anyMatch(mention -> !mention.isShared() || !isMissing(motion, marked));
  }

  private boolean isMissing(int motion, List<String> marked) {
    return !marked.contains(name(motion)) && !coverage.shows(motion);
  }

  private PlannedMotion lastResort(PromptReading prompt, List<String> warnings) {
    List<Motion> rows = new ArrayList<>(motions().mapToObj(this::still).toList());
    Optional<Integer> view =
        motions()
            .filter(motion -> name(motion).equals(LAST_RESORT) && prompt.isAllowed(motion))
            .boxed()
            .findFirst();
    view.ifPresent(
        motion ->
            rows.set(
                motion, row(motion, prompt).toBuilder().setAmount(LAST_RESORT_AMOUNT).build()));
    List<String> all = new ArrayList<>(warnings);
    all.add(
        "nothing was found in the picture that moves by itself; %s (expected: a motion named, or its place marked with a mask)"
            .formatted(view.isPresent() ? "the view moves gently instead" : "it stays still"));
    return new PlannedMotion(rows, all);
  }

  private List<String> beyond(PromptReading prompt) {
    return prompt.beyondTheFamily().stream()
        .map(
            word ->
                "the %s family cannot make '%s'; the rest is done"
                    .formatted(family.getName(), word))
        .toList();
  }

  private static String missing(String phrase, String motion) {
    return "'%s' was asked for and not found in the picture (expected: its place marked with a mask for '%s')"
        .formatted(phrase, motion);
  }

  private Motion row(int motion, PromptReading prompt) {
    MotionKind kind = family.getMotions(motion);
    Manner manner = prompt.manner(motion);
    double usual = kind.getAmount() > 0 ? kind.getAmount() : ASKED_AMOUNT;
    double length = Math.max(1, Math.hypot(manner.directionX(), manner.directionY()));
    return Motion.newBuilder()
        .setName(kind.getName())
        .setAmount(Math.min(1, usual * manner.amount()))
        .setDirectionX(manner.directionX() / length)
        .setDirectionY(manner.directionY() / length)
        .setSpeed(Math.max(0.25, Math.min(4, manner.speed())))
        .build();
  }

  private Motion still(int motion) {
    return Motion.newBuilder().setName(name(motion)).setSpeed(1).build();
  }

  /** A speed that was left out is the natural one. */
  private static Motion whole(Motion row) {
    return row.getSpeed() > 0 ? row : row.toBuilder().setSpeed(1).build();
  }

  private String name(int motion) {
    return family.getMotions(motion).getName();
  }

  private IntStream motions() {
    return IntStream.range(0, family.getMotionsCount());
  }
}
