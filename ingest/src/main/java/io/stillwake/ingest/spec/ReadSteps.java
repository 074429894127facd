package io.stillwake.ingest.spec;

import io.stillwake.ingest.http.Fields;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Style;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Reads the steps of a render with a family's ranges and defaults. */
final class ReadSteps {

  private static final int MAX_NAME = 63;
  private static final int MAX_PROMPT = 2_000;
  private static final double DEFAULT_RESTORE = 0.6;
  private static final double DEFAULT_STRENGTH = 0.8;
  private static final double DEFAULT_MOTION_STRENGTH = 0.5;
  private static final double DEFAULT_REFINE = 0.5;

  private final FamilyDescriptor family;
  private final ReadAssets assets;

  ReadSteps(FamilyDescriptor family, ReadAssets assets) {
    this.family = family;
    this.assets = assets;
  }

  Spec.Restore restore(Fields step) {
    supported(step, "", family.getRestores());
    Spec.Restore restore =
        new Spec.Restore(share(step, "strength", DEFAULT_RESTORE), upscale(step));
    step.refuseOthers();
    return restore;
  }

  private static Spec.Enlarge upscale(Fields step) {
    String name = step.text("upscale", MAX_NAME).orElse(Spec.Enlarge.AUTO.wire());
    Optional<Spec.Enlarge> upscale =
        Arrays.stream(Spec.Enlarge.values()).filter(each -> each.wire().equals(name)).findFirst();
    if (upscale.isEmpty()) {
      step.invalid("upscale", name, "auto, none or twice");
    }
    return upscale.orElse(Spec.Enlarge.AUTO);
  }

  Spec.Stylize stylize(Fields step) {
    supported(step, "", family.getStylesCount() > 0);
    String style = step.text("style", MAX_NAME).filter(name -> !name.isBlank()).orElse("");
    double strength = share(step, "strength", DEFAULT_STRENGTH);
    String prompt = step.text("prompt", MAX_PROMPT).orElse("");
    boolean keepColors = step.flag("keep_colors").orElse(false);
    String stylePicture = assets.read(step, "style_picture").orElse(null);
    step.refuseOthers();
    if (stylePicture != null) {
      supported(step, "style_picture", family.getStylizesByExample());
    }
    check(step, style, stylePicture != null);
    return new Spec.Stylize(style, strength, prompt, keepColors, stylePicture);
  }

  /** Beside a style picture, which is the style, only a light can be named. */
  private void check(Fields step, String name, boolean byExample) {
    Predicate<Style> suits = byExample ? Style::getLight : any -> true;
    List<Style> known =
        family.getStylesList().stream().filter(style -> style.getName().equals(name)).toList();
    if (name.isEmpty() || known.stream().anyMatch(suits)) {
      return;
    }
    String expected =
        family.getStylesList().stream()
            .filter(suits)
            .map(Style::getName)
            .collect(Collectors.joining(", ", "one of ", ""));
    if (known.isEmpty()) {
      step.findings().add(ErrorCode.UNKNOWN_STYLE, step.pointer("style"), name, expected);
    } else {
      step.invalid("style", name + " beside style_picture", "no style or a light: " + expected);
    }
  }

  Spec.Animate animate(Fields step) {
    ReadMotions motions = new ReadMotions(family, assets);
    String prompt = step.text("prompt", MAX_PROMPT).orElse("");
    String negativePrompt = step.text("negative_prompt", MAX_PROMPT).orElse("");
    Optional<Fields> plan = step.object("plan");
    List<Fields> masks = ReadMotions.masks(step);
    boolean moves = family.getMotionsCount() > 0;
    boolean places = family.getRegionsCount() > 0;
    if (plan.isPresent() && !(prompt.isBlank() && negativePrompt.isBlank())) {
      step.invalid("plan", "beside a prompt", "a plan or a prompt");
    }
    Spec.Animate animate =
        new Spec.Animate(
            prompt,
            negativePrompt,
            share(step, "motion_strength", DEFAULT_MOTION_STRENGTH),
            step.number(
                    "seconds",
                    family.getMinSeconds(),
                    family.getMaxSeconds(),
                    ErrorCode.SECONDS_OUT_OF_RANGE)
                .orElse(family.getDefaultSeconds()),
            step.number("fps", family.getMinFps(), family.getMaxFps(), ErrorCode.FPS_OUT_OF_RANGE)
                .orElse(family.getDefaultFps()),
            step.flag("loop").orElse(false),
            plan.filter(asked -> moves).map(motions::plan).orElse(null),
            places ? motions.read(masks) : List.of(),
            assets.read(step, "keep_still").orElse(null));
    step.refuseOthers();
    supported(step, "plan", plan.isEmpty() || moves);
    supported(step, "masks", masks.isEmpty() || places);
    supported(step, "keep_still", animate.keepStill() == null || places);
    return animate;
  }

  Spec.Refine refine(Fields step) {
    supported(step, "", family.getRefines());
    Spec.Refine refine = new Spec.Refine(share(step, "strength", DEFAULT_REFINE));
    step.refuseOthers();
    return refine;
  }

  /** The same, where the family can give them. */
  boolean regions(Fields body, boolean asked) {
    supported(body, "regions", !asked || family.getRegionsCount() > 0);
    return asked;
  }

  /**
   * @param name of the field that asks for it; empty for the step as a whole
   */
  private void supported(Fields step, String name, boolean supported) {
    if (!supported) {
      step.findings()
          .add(
              ErrorCode.UNSUPPORTED_STEP,
              name.isEmpty() ? step.pointer() : step.pointer(name),
              "asked for",
              "nothing, family %s cannot do it".formatted(family.getName()));
    }
  }

  private static double share(Fields step, String name, double absent) {
    return step.number(name, 0, 1, ErrorCode.INVALID_REQUEST).orElse(absent);
  }
}
