package io.stillwake.jobs.prompt;

import static io.stillwake.jobs.SomeRender.FAMILY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.Motion;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MotionPlannerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                                  | water flame smoke foliage
          a quiet evening                                     | water flame smoke foliage
          campfire flames sway, smoke drifts                  | flame smoke foliage
          The LAKE ripples                                    | water
          a fireplace at dusk                                 | water flame smoke foliage
          raindrops falling                                   | rain
          no smoke                                            | water flame foliage
          without wind                                        | water flame smoke
          flames, no smoke                                    | flame
          flames without smoke and steam                      | flame
          no smoke and rain                                   | water flame foliage
          no smoke and gentle waves                           | water
          the water does not move, leaves rustle              | foliage
          the leaves stay still while the smoke rises         | smoke
          frozen lake, steam                                  | smoke
          water with no waves                                 | flame smoke foliage
          wave hand                                           | water flame smoke foliage
          """)
  void movesWhatThePromptNames(String prompt, String moving) {
    String moved =
        plan(prompt, "").rows().stream()
            .filter(row -> row.getAmount() > 0)
            .map(Motion::getName)
            .collect(Collectors.joining(" "));

    assertThat(moved).isEqualTo(moving);
  }

  @Test
  void rowsStandInTheFamilysOrder() {
    assertThat(plan("rain, smoke and water", "").rows())
        .extracting(Motion::getName)
        .containsExactly("water", "flame", "smoke", "foliage", "rain");
  }

  @Test
  void negativePromptStillsWhatItNames() {
    assertThat(row("smoke", "flames and smoke", "smoke, blur").getAmount()).isZero();
    assertThat(row("flame", "flames and smoke", "smoke, blur").getAmount()).isPositive();
    assertThat(row("foliage", "", "wind").getAmount()).isZero();
    assertThat(row("water", "", "wind").getAmount()).isPositive();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          smoke drifts                                | smoke | 0.7  | 1.0
          gentle smoke                                | smoke | 0.42 | 0.8
          smoke drifts gently                         | smoke | 0.42 | 0.8
          wild smoke                                  | smoke | 0.98 | 1.25
          slowly rising smoke                         | smoke | 0.7  | 0.6
          smoke, slow motion                          | smoke | 0.7  | 0.5
          smoke in slow-motion                        | smoke | 0.7  | 0.5
          fast smoke                                  | smoke | 0.7  | 1.5
          smoke and gentle waves                      | smoke | 0.7  | 1.0
          smoke and gentle waves                      | water | 0.48 | 0.8
          leaves sway and drift gently, smoke         | foliage | 0.42 | 0.8
          soft morning light, smoke                   | smoke | 0.7  | 1.0
          gently, smoke and waves                     | smoke | 0.42 | 0.8
          stormy water                                | water | 1.0  | 1.25
          rain                                        | rain  | 0.7  | 1.0
          """)
  void wordsScaleAmountAndSpeed(String prompt, String motion, double amount, double speed) {
    Motion row = row(motion, prompt, "");

    assertThat(row.getAmount()).isCloseTo(amount, within(1e-9));
    assertThat(row.getSpeed()).isCloseTo(speed, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          smoke drifts                                | smoke | 0  | 0
          smoke drifts left                           | smoke | -1 | 0
          smoke drifts to the right                   | smoke | 1  | 0
          smoke rises upwards                         | smoke | 0  | -1
          wind from the left                          | foliage | 1 | 0
          a breeze from above                         | foliage | 0 | 1
          smoke on the left                           | smoke | 0  | 0
          smoke drifts left, waves to the right       | smoke | -1 | 0
          smoke drifts left, waves to the right       | water | 1  | 0
          light comes up, smoke drifts                | smoke | 0  | 0
          """)
  void wordsGiveDirections(String prompt, String motion, double x, double y) {
    Motion row = row(motion, prompt, "");

    assertThat(row.getDirectionX()).isEqualTo(x);
    assertThat(row.getDirectionY()).isEqualTo(y);
  }

  @Test
  void twoDirectionsMakeADiagonalOfLengthOne() {
    Motion row = row("smoke", "smoke drifts up and to the left", "");

    assertThat(row.getDirectionX()).isCloseTo(-Math.sqrt(0.5), within(1e-9));
    assertThat(row.getDirectionY()).isCloseTo(-Math.sqrt(0.5), within(1e-9));
  }

  @Test
  void whatTheFamilyCannotMakeIsAWarning() {
    assertThat(plan("a smile, smoke, then another smile", "").warnings())
        .containsExactly("the reference family cannot make 'smile'; the rest is done");
  }

  @Test
  void whatIsNotWantedIsNoWarning() {
    assertThat(plan("smoke, no smile", "smile").warnings()).isEmpty();
  }

  @Test
  void phraseHidesTheWordsInsideIt() {
    assertThat(plan("they wave hand, smoke", ""))
        .satisfies(
            planned ->
                assertThat(planned.warnings())
                    .containsExactly(
                        "the reference family cannot make 'wave hand'; the rest is done"))
        .satisfies(planned -> assertThat(planned.rows().get(0).getAmount()).isZero());
  }

  private static Motion row(String name, String prompt, String negative) {
    return plan(prompt, negative).rows().stream()
        .filter(row -> row.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static PlannedMotion plan(String prompt, String negative) {
    return new MotionPlanner(FAMILY, new Coverage(FAMILY, List.of()))
        .plan(AnimateStep.newBuilder().setPrompt(prompt).setNegativePrompt(negative).build());
  }
}
