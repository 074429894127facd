package io.stillwake.jobs.family;

import static io.stillwake.jobs.SomeRender.CLIP;
import static io.stillwake.jobs.SomeRender.FAMILY;
import static io.stillwake.jobs.SomeRender.PICTURE;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.Chunking;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.RenderSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckSpecTest {

  private final CheckSpec check = new CheckSpec(Families.of(FAMILY));

  @Test
  void soundSpecsPass() {
    assertThat(check.check(CLIP)).isEmpty();
    assertThat(check.check(PICTURE)).isEmpty();
  }

  @Test
  void unknownFamilyIsNamedBesideTheKnownOnes() {
    RenderError error = refused(CLIP.toBuilder().setFamily("sora").build());

    assertThat(error.getCode()).isEqualTo("unknown_family");
    assertThat(error.getMessage()).isEqualTo("family: 'sora' (expected: one of [reference])");
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

  @Test
  void familyChunkedByWindowsMakesPicturesButNoFilms() {
    CheckSpec windows =
        new CheckSpec(Families.of(FAMILY.toBuilder().setChunking(Chunking.WINDOWS).build()));

    assertThat(windows.check(PICTURE)).isEmpty();
    assertThat(windows.check(CLIP))
        .hasValueSatisfying(error -> assertThat(error.getMessage()).contains("WINDOWS"));
  }

  private RenderError refused(RenderSpec spec) {
    return check.check(spec).orElseThrow();
  }
}
