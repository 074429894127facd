package io.stillwake.jobs.family;

import io.stillwake.jobs.failure.RenderErrors;
import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Motion;
import io.stillwake.proto.MotionKind;
import io.stillwake.proto.MotionMask;
import io.stillwake.proto.RenderError;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Says why a family cannot move what a plan or masks ask for. */
final class CheckMotions {

  private static final double MIN_SPEED = 0.25;
  private static final double MAX_SPEED = 4;

  private final FamilyDescriptor family;
  private final RegionChannels channels;

  CheckMotions(FamilyDescriptor family) {
    this.family = family;
    this.channels = new RegionChannels(family);
  }

  Optional<RenderError> check(AnimateStep animate) {
    return plan(animate).or(() -> masks(animate));
  }

  private Optional<RenderError> plan(AnimateStep animate) {
    boolean words = !animate.getPrompt().isBlank() || !animate.getNegativePrompt().isBlank();
    if (animate.hasPlan() && words) {
      return refuse("plan: beside a prompt (expected: a plan or a prompt)");
    }
    if (animate.hasPlan() && family.getMotionsCount() == 0) {
      return unsupported("plan", "motions to name");
    }
    Set<String> named = new HashSet<>();
    for (Motion motion : animate.getPlan().getMotionsList()) {
      Optional<RenderError> refused = motion(motion, named.add(motion.getName()));
      if (refused.isPresent()) {
        return refused;
      }
    }
    return Optional.empty();
  }

  private Optional<RenderError> motion(Motion motion, boolean first) {
    String name = motion.getName();
    double speed = motion.getSpeed();
    if (!isKnown(name)) {
      return unknown(name);
    }
    if (!first) {
      return refuse("plan: motion '%s' twice (expected: each motion once)".formatted(name));
    }
    if (!(motion.getAmount() >= 0 && motion.getAmount() <= 1)) {
      return refuse(
          "plan: amount %s of '%s' (expected: 0 to 1)".formatted(motion.getAmount(), name));
    }
    return speed == 0 || speed >= MIN_SPEED && speed <= MAX_SPEED
        ? Optional.empty()
        : refuse(
            "plan: speed %s of '%s' (expected: %s to %s)"
                .formatted(speed, name, MIN_SPEED, MAX_SPEED));
  }

  private Optional<RenderError> masks(AnimateStep animate) {
    if (animate.hasKeepStill() && channels.still().isEmpty()) {
      return unsupported("keep_still", "region maps");
    }
    if (animate.getMasksCount() > 0 && family.getRegionsCount() == 0) {
      return unsupported("masks", "region maps");
    }
    for (MotionMask mask : animate.getMasksList()) {
      Optional<RenderError> refused = mask(mask);
      if (refused.isPresent()) {
        return refused;
      }
    }
    return Optional.empty();
  }

  private Optional<RenderError> mask(MotionMask mask) {
    String name = mask.getMotion();
    if (!isKnown(name)) {
      return unknown(name);
    }
    if (channels.ofMotion(name).isEmpty()) {
      return refuse("masks: motion '%s' (expected: one that has a place)".formatted(name));
    }
    if (!mask.hasMask() && mask.getStrokeCount() < 2) {
      return refuse(
          "masks: '%s' with neither a mask nor a stroke of two points (expected: one of them)"
              .formatted(name));
    }
    return Optional.empty();
  }

  private boolean isKnown(String motion) {
    return names().contains(motion);
  }

  private List<String> names() {
    return family.getMotionsList().stream().map(MotionKind::getName).toList();
  }

  private Optional<RenderError> unknown(String motion) {
    return Optional.of(
        RenderErrors.of(
            "unknown_motion",
            "motion: '%s' of family '%s' (expected: one of %s)"
                .formatted(motion, family.getName(), names())));
  }

  private Optional<RenderError> unsupported(String what, String lacking) {
    return Optional.of(
        RenderErrors.of(
            "unsupported_step",
            "%s: family '%s' has no %s (expected: a family that has)"
                .formatted(what, family.getName(), lacking)));
  }

  private static Optional<RenderError> refuse(String message) {
    return Optional.of(RenderErrors.of("invalid_request", message));
  }
}
