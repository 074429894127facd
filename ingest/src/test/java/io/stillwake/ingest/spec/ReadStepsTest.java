package io.stillwake.ingest.spec;

import static io.stillwake.ingest.spec.SpecReading.PICTURE;
import static io.stillwake.ingest.spec.SpecReading.findings;
import static io.stillwake.ingest.spec.SpecReading.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.Finding;
import io.stillwake.proto.FamilyDescriptor;
import org.junit.jupiter.api.Test;

class ReadStepsTest {

  @Test
  void fillsInTheDefaultsOfEveryStep() {
    Spec spec = read("{'restore': {}, 'stylize': {}, 'animate': {}, 'refine': {}}");

    assertThat(spec.restore()).isEqualTo(new Spec.Restore(0.6, Spec.Enlarge.AUTO));
    assertThat(spec.stylize()).isEqualTo(new Spec.Stylize("", 0.8, "", false, null));
    assertThat(spec.refine()).isEqualTo(new Spec.Refine(0.5));
    assertThat(spec.regions()).isFalse();
  }

  @Test
  void leavesTheStyleToThePrompt() {
    assertThat(read("{'stylize': {'prompt': 'like an ink painting'}}").stylize().style()).isEmpty();
  }

  @Test
  void namesTheStylesBesideOneThatIsUnknown() {
    assertThat(findings("{'stylize': {'style': 'cubist'}}"))
        .containsExactly(
            new Finding(
                "/stylize/style",
                ErrorCode.UNKNOWN_STYLE,
                "style: cubist (expected: one of oil, ink, golden-hour)"));
  }

  @Test
  void takesALightBesideAStylePictureButNoStyle() {
    String step = "{'stylize': {'style': '%s', 'style_picture': '" + PICTURE + "'}}";

    assertThat(read(step.formatted("golden-hour")).stylize().stylePicture()).isEqualTo(PICTURE);
    assertThat(findings(step.formatted("oil")))
        .extracting(Finding::pointer, Finding::detail)
        .containsExactly(
            tuple(
                "/stylize/style",
                "style: oil beside style_picture (expected: no style or a light: one of golden-hour)"));
  }

  @Test
  void refusesAnotherUpscaleThanThere() {
    assertThat(findings("{'restore': {'upscale': 'thrice', 'strength': -1}}"))
        .extracting(Finding::detail)
        .containsExactlyInAnyOrder(
            "strength: -1 (expected: 0 to 1)", "upscale: thrice (expected: auto, none or twice)");
  }

  @Test
  void refusesToRefineWhatDoesNotMove() {
    assertThat(findings("{'stylize': {}, 'refine': {}}"))
        .extracting(Finding::pointer, Finding::detail)
        .containsExactly(
            tuple(
                "/refine", "refine: without animate (expected: animate, whose frames it refines)"));
  }

  @Test
  void saysWhatTheFamilyCannotDo() {
    FamilyDescriptor poor =
        SpecReading.FAMILY.toBuilder()
            .clearRestores()
            .clearRefines()
            .clearRegions()
            .clearStylizesByExample()
            .build();

    assertThat(
            findings(
                "{'restore': {}, 'stylize': {'style_picture': '%s'}, 'animate': {}, 'refine': {}, 'regions': true}"
                    .formatted(PICTURE),
                poor))
        .extracting(Finding::pointer, Finding::code)
        .containsExactlyInAnyOrder(
            tuple("/restore", ErrorCode.UNSUPPORTED_STEP),
            tuple("/stylize/style_picture", ErrorCode.UNSUPPORTED_STEP),
            tuple("/refine", ErrorCode.UNSUPPORTED_STEP),
            tuple("/regions", ErrorCode.UNSUPPORTED_STEP));
  }

  @Test
  void namesTheFamilyThatCannot() {
    FamilyDescriptor plain = SpecReading.FAMILY.toBuilder().clearRestores().build();

    assertThat(findings("{'restore': {}}", plain))
        .extracting(Finding::detail)
        .containsExactly("restore: asked for (expected: nothing, family reference cannot do it)");
  }

  @Test
  void takesRestoringOrRegionsAlone() {
    assertThat(findings("{'restore': {}}")).isEmpty();
    assertThat(findings("{'regions': true}")).isEmpty();
    assertThat(findings("{'regions': false}")).extracting(Finding::pointer).containsExactly("");
  }
}
