package io.stillwake.ingest.spec;

import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Style;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the steps of a render with a family's ranges and defaults. */
final class ReadSteps {

  private static final int MAX_NAME = 63;
  private static final int MAX_PROMPT = 2_000;
  private static final double DEFAULT_STRENGTH = 0.8;
  private static final double DEFAULT_MOTION_STRENGTH = 0.5;

  private final FamilyDescriptor family;
  private final List<String> warnings = new ArrayList<>();

  ReadSteps(FamilyDescriptor family) {
    this.family = family;
  }

  List<String> warnings() {
    return List.copyOf(warnings);
  }

  Spec.Stylize stylize(Fields step) {
    Optional<String> named = step.text("style", MAX_NAME).filter(name -> !name.isBlank());
    String prompt = step.text("prompt", MAX_PROMPT).orElse("");
    double strength = share(step, "strength", DEFAULT_STRENGTH);
    step.refuseOthers();
    String style = named.orElseGet(() -> styleOf(prompt));
    if (family.getStylesList().stream().noneMatch(known -> known.getName().equals(style))) {
      step.findings()
          .add(ErrorCode.UNKNOWN_STYLE, step.pointer("style"), style, "one of " + styles());
    }
    return new Spec.Stylize(style, strength, prompt);
  }

  /** A prompt that names no style still gets one, and the client is told. */
  private String styleOf(String prompt) {
    return StyleWords.match(family, prompt)
        .orElseGet(
            () -> {
              String first = family.getStylesCount() == 0 ? "" : family.getStyles(0).getName();
              if (!prompt.isBlank()) {
                warnings.add(
                    "stylize: the prompt names no style of family %s; took %s (known: %s)"
                        .formatted(family.getName(), first, styles()));
              }
              return first;
            });
  }

  private String styles() {
    return String.join(", ", family.getStylesList().stream().map(Style::getName).toList());
  }

  Spec.Animate animate(Fields step) {
    Spec.Animate animate =
        new Spec.Animate(
            step.text("prompt", MAX_PROMPT).orElse(""),
            step.text("negative_prompt", MAX_PROMPT).orElse(""),
            share(step, "motion_strength", DEFAULT_MOTION_STRENGTH),
            step.number(
                    "seconds",
                    family.getMinSeconds(),
                    family.getMaxSeconds(),
                    ErrorCode.SECONDS_OUT_OF_RANGE)
                .orElse(family.getDefaultSeconds()),
            step.number("fps", family.getMinFps(), family.getMaxFps(), ErrorCode.FPS_OUT_OF_RANGE)
                .orElse(family.getDefaultFps()),
            step.flag("loop").orElse(false));
    step.refuseOthers();
    return animate;
  }

  private static double share(Fields step, String name, double absent) {
    return step.number(name, 0, 1, ErrorCode.INVALID_REQUEST).orElse(absent);
  }
}
