package io.stillwake.ingest.spec;

import static io.stillwake.ingest.spec.SpecReading.MASK;
import static io.stillwake.ingest.spec.SpecReading.findings;
import static io.stillwake.ingest.spec.SpecReading.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.Finding;
import io.stillwake.proto.FamilyDescriptor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadMotionsTest {

  @Test
  void fillsInAPlansDefaultsFromTheMotion() {
    Spec.Plan plan = read(animate("'plan': {'motions': [{'motion': 'water'}]}")).animate().plan();

    assertThat(plan.motions())
        .containsExactly(new Spec.Motion("water", 0.8, Spec.Coordinates.ZERO, 1));
  }

  @Test
  void keepsPlanAndMasksAsGiven() {
    Spec.Animate animate =
        read(animate(
                """
                'plan': {'motions': [{'motion': 'hair', 'amount': 0.25, 'direction': [-1, 0.5], 'speed': 2}]},
                'masks': [{'motion': 'water', 'mask': '%s', 'direction': [0, 1]},
                          {'motion': 'water', 'stroke': [[10, 20.5], [30, 40]]}],
                'keep_still': '%s'
                """
                    .formatted(MASK, SpecReading.PICTURE)))
            .animate();

    assertThat(animate.plan().motions())
        .containsExactly(new Spec.Motion("hair", 0.25, new Spec.Coordinates(-1, 0.5), 2));
    assertThat(animate.masks())
        .containsExactly(
            new Spec.Mask("water", MASK, new Spec.Coordinates(0, 1), List.of()),
            new Spec.Mask(
                "water",
                null,
                Spec.Coordinates.ZERO,
                List.of(new Spec.Coordinates(10, 20.5), new Spec.Coordinates(30, 40))));
    assertThat(animate.keepStill()).isEqualTo(SpecReading.PICTURE);
  }

  @Test
  void namesTheKnownMotionsBesideAnUnknownOne() {
    assertThat(findings(animate("'plan': {'motions': [{'motion': 'lava'}]}")))
        .containsExactly(
            new Finding(
                "/animate/plan/motions/0/motion",
                ErrorCode.UNKNOWN_MOTION,
                "motion: lava (expected: one of water, hair, rain)"));
  }

  @Test
  void refusesAPlanWhoseNumbersAreOutOfRange() {
    assertThat(
            findings(
                animate(
                    """
                    'plan': {'motions': [
                      {'motion': 'water', 'amount': 1.5, 'direction': [1], 'speed': 9},
                      {'motion': 'hair', 'direction': ['up', 0]}]}
                    """)))
        .extracting(Finding::pointer, Finding::detail)
        .containsExactlyInAnyOrder(
            tuple("/animate/plan/motions/0/amount", "amount: 1.5 (expected: 0 to 1)"),
            tuple(
                "/animate/plan/motions/0/direction",
                "direction: [1] (expected: [x, y], two numbers from -1 to 1)"),
            tuple("/animate/plan/motions/0/speed", "speed: 9 (expected: 0.25 to 4)"),
            tuple(
                "/animate/plan/motions/1/direction",
                "direction: [\"up\",0] (expected: [x, y], two numbers from -1 to 1)"));
  }

  @Test
  void refusesAMotionTwiceInOnePlan() {
    assertThat(findings(animate("'plan': {'motions': [{'motion': 'hair'}, {'motion': 'hair'}]}")))
        .extracting(Finding::pointer, Finding::detail)
        .containsExactly(
            tuple(
                "/animate/plan/motions/1/motion",
                "motion: hair again (expected: each motion once)"));
  }

  @Test
  void refusesAPlanOfNothing() {
    assertThat(findings(animate("'plan': {}")))
        .extracting(Finding::detail)
        .containsExactly("motions: none (expected: at least one motion)");
    assertThat(findings(animate("'plan': {'motions': ['water']}")))
        .extracting(Finding::pointer)
        .contains("/animate/plan/motions/0");
  }

  @Test
  void refusesAPlanBesideAPrompt() {
    String plan = "'plan': {'motions': [{'motion': 'hair'}]}";

    assertThat(findings(animate(plan + ", 'prompt': 'waves'")))
        .extracting(Finding::pointer, Finding::detail)
        .containsExactly(
            tuple("/animate/plan", "plan: beside a prompt (expected: a plan or a prompt)"));
    assertThat(findings(animate(plan + ", 'negative_prompt': 'waves'"))).hasSize(1);
    assertThat(findings(animate(plan + ", 'prompt': ' '"))).isEmpty();
  }

  @Test
  void refusesAMaskThatMarksNothing() {
    assertThat(findings(animate("'masks': [{'motion': 'water'}]")))
        .containsExactly(
            new Finding(
                "/animate/masks/0",
                ErrorCode.INVALID_REQUEST,
                "masks[0]: neither mask nor stroke (expected: one of them, or both)"));
  }

  @Test
  void refusesAStrokeThatIsNoLine() {
    assertThat(findings(animate("'masks': [{'motion': 'water', 'stroke': [[1, 2]]}]")))
        .extracting(Finding::pointer, Finding::detail)
        .containsExactly(
            tuple("/animate/masks/0/stroke", "stroke: one point (expected: at least two)"));
    assertThat(findings(animate("'masks': [{'motion': 'water', 'stroke': [[1, 2], [3, -4]]}]")))
        .extracting(Finding::pointer, Finding::detail)
        .containsExactly(
            tuple(
                "/animate/masks/0/stroke/1",
                "stroke[1]: [3,-4] (expected: [x, y], two numbers from 0 to 1000000)"));
  }

  @Test
  void refusesAMaskForWhatHasNoPlace() {
    assertThat(findings(animate("'masks': [{'motion': 'rain', 'mask': '" + MASK + "'}]")))
        .extracting(Finding::pointer, Finding::detail)
        .containsExactly(
            tuple(
                "/animate/masks/0/motion",
                "motion: rain, which has no place (expected: one of water, hair)"));
  }

  @Test
  void refusesAnAssetThatNobodyGave() {
    String other = "c3".repeat(32);

    assertThat(
            findings(
                animate(
                    "'masks': [{'motion': 'hair', 'mask': 'm.png'}], 'keep_still': '"
                        + other
                        + "'")))
        .extracting(Finding::pointer, Finding::code)
        .containsExactlyInAnyOrder(
            tuple("/animate/masks/0/mask", ErrorCode.UNKNOWN_ASSET),
            tuple("/animate/keep_still", ErrorCode.UNKNOWN_ASSET));
  }

  @Test
  void refusesMasksWhereTheFamilyHasNoRegions() {
    FamilyDescriptor blind = SpecReading.FAMILY.toBuilder().clearRegions().build();
    String mask = "'masks': [{'motion': 'hair', 'mask': '%s'}], 'keep_still': '%s'";

    assertThat(findings(animate(mask.formatted(MASK, MASK)), blind))
        .extracting(Finding::pointer, Finding::code)
        .containsExactlyInAnyOrder(
            tuple("/animate/masks", ErrorCode.UNSUPPORTED_STEP),
            tuple("/animate/keep_still", ErrorCode.UNSUPPORTED_STEP));
  }

  @Test
  void aFamilyThatOnlyReadsPromptsSaysSoOfPlansAndMasks() {
    FamilyDescriptor reading = SpecReading.FAMILY.toBuilder().clearMotions().clearRegions().build();

    assertThat(
            findings(
                animate(
                    "'plan': {'motions': [{'motion': 'water'}]},"
                        + " 'masks': [{'motion': 'water', 'stroke': [[1, 1], [2, 2]]}]"),
                reading))
        .extracting(Finding::pointer, Finding::code)
        .containsExactlyInAnyOrder(
            tuple("/animate/plan", ErrorCode.UNSUPPORTED_STEP),
            tuple("/animate/masks", ErrorCode.UNSUPPORTED_STEP));
  }

  private static String animate(String fields) {
    return "{'animate': {" + fields + "}}";
  }
}
