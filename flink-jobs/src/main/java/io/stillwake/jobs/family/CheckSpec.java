package io.stillwake.jobs.family;

import io.stillwake.jobs.failure.RenderErrors;
import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.Style;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Says why a spec cannot be planned. The front door has checked it before; here a command that came
 * another way must not make a plan of a million chunks, nor fail the job.
 */
public final class CheckSpec {

  private final Families families;

  public CheckSpec(Families families) {
    this.families = families;
  }

  /** Empty where the spec can be planned. */
  public Optional<RenderError> check(RenderSpec spec) {
    Optional<FamilyDescriptor> family = families.find(spec.getFamily());
    if (family.isEmpty()) {
      return Optional.of(RenderErrors.unknownFamily(spec.getFamily(), families.names()));
    }
    return steps(spec)
        .or(() -> supported(spec, family.get()))
        .or(() -> strengths(spec))
        .or(() -> style(spec, family.get()))
        .or(() -> clip(spec, family.get()));
  }

  private static Optional<RenderError> steps(RenderSpec spec) {
    if (!spec.hasRestore() && !spec.hasStylize() && !spec.hasAnimate() && !spec.getRegions()) {
      return refuse(
          "invalid_request", "steps: none (expected: restore, stylize, animate or regions)");
    }
    return spec.hasRefine() && !spec.hasAnimate()
        ? refuse("invalid_request", "refine: without animate (expected: frames to refine)")
        : Optional.empty();
  }

  private static Optional<RenderError> supported(RenderSpec spec, FamilyDescriptor family) {
    Map<String, Boolean> lacking = new LinkedHashMap<>();
    lacking.put("restore", spec.hasRestore() && !family.getRestores());
    lacking.put("stylize", spec.hasStylize() && family.getStylesCount() == 0);
    lacking.put(
        "style_picture", spec.getStylize().hasStylePicture() && !family.getStylizesByExample());
    lacking.put("regions", spec.getRegions() && family.getRegionsCount() == 0);
    lacking.put("refine", spec.hasRefine() && !family.getRefines());
    return lacking.entrySet().stream()
        .filter(Map.Entry::getValue)
        .findFirst()
        .flatMap(
            step ->
                refuse(
                    "unsupported_step",
                    "%s: of family '%s' (expected: a family that can)"
                        .formatted(step.getKey(), family.getName())));
  }

  private static Optional<RenderError> strengths(RenderSpec spec) {
    Map<String, Double> strengths = new LinkedHashMap<>();
    strengths.put("restore/strength", spec.getRestore().getStrength());
    strengths.put("stylize/strength", spec.getStylize().getStrength());
    strengths.put("animate/motion_strength", spec.getAnimate().getMotionStrength());
    strengths.put("refine/strength", spec.getRefine().getStrength());
    return strengths.entrySet().stream()
        .filter(strength -> !(strength.getValue() >= 0 && strength.getValue() <= 1))
        .findFirst()
        .flatMap(
            strength ->
                refuse("invalid_request", range(strength.getKey(), strength.getValue(), 0, 1)));
  }

  private static Optional<RenderError> style(RenderSpec spec, FamilyDescriptor family) {
    String style = spec.getStylize().getStyle();
    var names = family.getStylesList().stream().map(Style::getName).toList();
    return style.isEmpty() || names.contains(style)
        ? Optional.empty()
        : refuse(
            "unknown_style",
            "style: '%s' of family '%s' (expected: one of %s)"
                .formatted(style, family.getName(), names));
  }

  private static Optional<RenderError> clip(RenderSpec spec, FamilyDescriptor family) {
    if (!spec.hasAnimate()) {
      return Optional.empty();
    }
    AnimateStep animate = spec.getAnimate();
    if (outside(animate.getSeconds(), family.getMinSeconds(), family.getMaxSeconds())) {
      return refuse(
          "seconds_out_of_range",
          range("seconds", animate.getSeconds(), family.getMinSeconds(), family.getMaxSeconds()));
    }
    if (outside(animate.getFps(), family.getMinFps(), family.getMaxFps())) {
      return refuse(
          "fps_out_of_range",
          range("fps", animate.getFps(), family.getMinFps(), family.getMaxFps()));
    }
    return new CheckMotions(family).check(animate);
  }

  /** Written so that NaN is outside. */
  private static boolean outside(double value, double min, double max) {
    return !(value > 0 && value >= min && value <= max);
  }

  private static String range(String name, double value, double min, double max) {
    return "%s: %s (expected: %s to %s)".formatted(name, value, min, max);
  }

  private static Optional<RenderError> refuse(String code, String message) {
    return Optional.of(RenderErrors.of(code, message));
  }
}
