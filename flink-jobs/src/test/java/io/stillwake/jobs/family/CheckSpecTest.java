package io.stillwake.jobs.family;

import static io.stillwake.jobs.SomeRender.CLIP;
import static io.stillwake.jobs.SomeRender.FAMILY;
import static io.stillwake.jobs.SomeRender.PICTURE;
import static io.stillwake.jobs.SomeRender.SEEING;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.MotionMask;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.RenderSpec;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckSpecTest {

  private final CheckSpec check = new CheckSpec(Families.of(FAMILY, SEEING));

  @Test
  void soundSpecsPass() {
    assertThat(check.check(CLIP)).isEmpty();
    assertThat(check.check(PICTURE)).isEmpty();
  }

  @Test
  void unknownFamilyIsNamedBesideTheKnownOnes() {
    RenderError error = refused(CLIP.toBuilder().setFamily("sora").build());

    assertThat(error.getCode()).isEqualTo("unknown_family");
    assertThat(error.getMessage())
        .isEqualTo("family: 'sora' (expected: one of [reference, seeing])");
    assertThat(error.getRetryable()).isFalse();
  }

  @Test
  void unknownStyleIsRefusedAndAnEmptyOneIsNot() {
    RenderSpec.Builder spec = PICTURE.toBuilder();
    spec.getStylizeBuilder().setStyle("cubist");
    assertThat(refused(spec.build()).getCode()).isEqualTo("unknown_style");

    spec.getStylizeBuilder().setStyle("");
    assertThat(check.check(spec.build())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, 0.5, 10.01, 1e9, Double.NaN, Double.POSITIVE_INFINITY})
  void secondsOutsideTheFamilysRangeAreRefused(double seconds) {
    RenderSpec.Builder spec = CLIP.toBuilder();
    spec.getAnimateBuilder().setSeconds(seconds);

    assertThat(refused(spec.build()).getCode()).isEqualTo("seconds_out_of_range");
  }

  @Test
  void fpsOutsideTheFamilysRangeIsRefused() {
    RenderSpec.Builder spec = CLIP.toBuilder();
    spec.getAnimateBuilder().setFps(120);

    assertThat(refused(spec.build()).getMessage()).isEqualTo("fps: 120.0 (expected: 8.0 to 30.0)");
  }

  @Test
  void specWithoutAStepIsRefused() {
    assertThat(refused(CLIP.toBuilder().clearAnimate().build()).getCode())
        .isEqualTo("invalid_request");
  }

  @ParameterizedTest
  @EnumSource(names = {"KEYFRAMES", "WINDOWS", "WHOLE"})
  void familiesOfEveryChunkingMakeFilms(Chunking chunking) {
    FamilyDescriptor family =
        FAMILY.toBuilder().setChunking(chunking).setLoops(chunking == Chunking.KEYFRAMES).build();

    assertThat(new CheckSpec(Families.of(family)).check(CLIP)).isEmpty();
  }

  @Test
  void aFamilyThatOnlyReadsPromptsRefusesPlansAndMasksByName() {
    FamilyDescriptor family =
        FAMILY.toBuilder().setName("wan").clearMotions().clearRegions().build();
    RenderSpec.Builder spec = CLIP.toBuilder().setFamily("wan");
    spec.getAnimateBuilder().setPrompt("").getPlanBuilder().addMotionsBuilder().setName("water");
    RenderSpec.Builder masked = CLIP.toBuilder().setFamily("wan");
    masked.getAnimateBuilder().addMasksBuilder().setMotion("water");
    RenderSpec.Builder still = CLIP.toBuilder().setFamily("wan");
    still.getAnimateBuilder().getKeepStillBuilder().setKey("mask");
    CheckSpec wan = new CheckSpec(Families.of(family));

    assertThat(wan.check(spec.build()).orElseThrow().getMessage())
        .isEqualTo("plan: family 'wan' has no motions to name (expected: a family that has)");
    assertThat(wan.check(masked.build()).orElseThrow().getMessage())
        .isEqualTo("masks: family 'wan' has no region maps (expected: a family that has)");
    assertThat(wan.check(still.build()).orElseThrow().getMessage())
        .isEqualTo("keep_still: family 'wan' has no region maps (expected: a family that has)");
    assertThat(wan.check(masked.build()).orElseThrow().getCode()).isEqualTo("unsupported_step");
  }

  @Test
  void restoreAndMapsAloneAreEnoughToDo() {
    RenderSpec.Builder restore = RenderSpec.newBuilder().setFamily("seeing");
    restore.getRestoreBuilder().setStrength(1);

    assertThat(check.check(restore.build())).isEmpty();
    assertThat(check.check(RenderSpec.newBuilder().setFamily("seeing").setRegions(true).build()))
        .isEmpty();
  }

  static Stream<Arguments> beyondTheFamily() {
    return Stream.of(
        wish("restore", spec -> spec.getRestoreBuilder()),
        wish("refine", spec -> spec.getRefineBuilder()),
        wish("regions", spec -> spec.setRegions(true)),
        wish("style_picture", spec -> spec.getStylizeBuilder().getStylePictureBuilder()),
        wish("keep_still", spec -> spec.getAnimateBuilder().getKeepStillBuilder()));
  }

  @ParameterizedTest
  @MethodSource("beyondTheFamily")
  void stepsThatTheFamilyDoesNotDoAreRefused(String name, Consumer<RenderSpec.Builder> wish) {
    RenderSpec.Builder spec = CLIP.toBuilder();
    wish.accept(spec);

    assertThat(refused(spec.build()).getCode()).isEqualTo("unsupported_step");
    assertThat(refused(spec.build()).getMessage()).startsWith(name);
    assertThat(check.check(spec.setFamily("seeing").build())).isEmpty();
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        wish("plan: beside a prompt", spec -> plan(spec, "water", 0.5).setPrompt("lake")),
        wish("plan: motion 'water' twice", spec -> plan(spec, "water", 0.5, "water", 1)),
        wish("plan: amount 1.5", spec -> plan(spec, "water", 1.5)),
        wish("plan: amount NaN", spec -> plan(spec, "water", Double.NaN)),
        wish("animate/motion_strength: -0.1", spec -> animate(spec).setMotionStrength(-0.1)),
        wish("refine/strength: 2.0", spec -> spec.getRefineBuilder().setStrength(2)),
        wish("masks: 'water' with neither", spec -> mask(spec, "water")),
        wish("masks: motion 'rain'", spec -> mask(spec, "rain").addStrokeBuilder()));
  }

  @ParameterizedTest
  @MethodSource("contradictions")
  void contradictionsAreRefusedByName(String message, Consumer<RenderSpec.Builder> wish) {
    RenderSpec.Builder spec = CLIP.toBuilder().setFamily("seeing");
    wish.accept(spec);

    assertThat(refused(spec.build()).getCode()).isEqualTo("invalid_request");
    assertThat(refused(spec.build()).getMessage()).startsWith(message).contains("expected");
  }

  @Test
  void refineNeedsFrames() {
    RenderSpec.Builder spec = PICTURE.toBuilder().setFamily("seeing");
    spec.getRefineBuilder().setStrength(0.5);

    assertThat(refused(spec.build()).getMessage()).startsWith("refine: without animate");
  }

  @Test
  void unknownMotionsArePointedOutInPlansAndMasks() {
    RenderSpec.Builder planned = CLIP.toBuilder().setFamily("seeing");
    plan(planned, "lava", 0.5);
    RenderSpec.Builder masked = CLIP.toBuilder().setFamily("seeing");
    mask(masked, "lava");

    for (RenderSpec.Builder spec : List.of(planned, masked)) {
      assertThat(refused(spec.build()).getCode()).isEqualTo("unknown_motion");
      assertThat(refused(spec.build()).getMessage()).contains("'lava'", "water");
    }
  }

  private static AnimateStep.Builder animate(RenderSpec.Builder spec) {
    return spec.getAnimateBuilder().setPrompt("");
  }

  private static AnimateStep.Builder plan(RenderSpec.Builder spec, Object... namesAndAmounts) {
    AnimateStep.Builder animate = animate(spec);
    for (int i = 0; i < namesAndAmounts.length; i += 2) {
      animate
          .getPlanBuilder()
          .addMotionsBuilder()
          .setName((String) namesAndAmounts[i])
          .setAmount(((Number) namesAndAmounts[i + 1]).doubleValue());
    }
    return animate;
  }

  private static MotionMask.Builder mask(RenderSpec.Builder spec, String motion) {
    return animate(spec).addMasksBuilder().setMotion(motion);
  }

  private static Arguments wish(String name, Consumer<RenderSpec.Builder> change) {
    return Arguments.of(name, change);
  }

  private RenderError refused(RenderSpec spec) {
    return check.check(spec).orElseThrow();
  }
}
