package io.stillwake.jobs.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.jobs.family.Families;
import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Motion;
import io.stillwake.proto.Region;
import io.stillwake.proto.StylePlan;
import io.stillwake.proto.StylizeStep;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people ask for, read with the words of the reference family that ships. */
final class ScenesTest {

  private static final FamilyDescriptor REFERENCE =
      Families.load(Path.of("../deploy/triton")).find("reference").orElseThrow();

  private static final Map<String, Map<String, Double>> PICTURES =
      Map.of(
          "campfire", Map.of("flame", 0.02, "smoke", 0.05, "foliage", 0.2, "sky", 0.1),
          "lake", Map.of("water", 0.35, "foliage", 0.25, "sky", 0.2),
          "portrait", Map.of("hair", 0.15, "cloth", 0.1, "still", 0.3),
          "street", Map.of("lights", 0.02, "ground", 0.3, "still", 0.4),
          "vendor", Map.of("smoke", 0.04, "still", 0.5),
          "garden", Map.of("foliage", 0.5, "grass", 0.2));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          campfire | flames sway, smoke drifts                   | flame smoke
          campfire | flames sway, smoke drifts to the left       | flame smoke
          lake     | water ripples, leaves rustle                | water foliage
          lake     | zoom out slowly, no wind                    | zoom
          portrait | a gentle breeze                             | hair cloth
          vendor   | soft morning light, steam rising from the cart | smoke morning
          street   | raindrops falling, car headlights on wet pavement, slow motion | rain lights
          garden   | leaves rustle softly, warm evening light, smile widening | foliage dusk
          lake     | an oil painting of the lake at golden hour  | water
          lake     | the camera slowly pans to the right          | pan
          """)
  void scenesMoveWhatTheySay(String picture, String prompt, String moving) {
    assertThat(
            plan(picture, prompt).rows().stream()
                .filter(row -> row.getAmount() > 0)
                .map(Motion::getName)
                .collect(Collectors.joining(" ")))
        .isEqualTo(moving);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          campfire | flames sway, smoke drifts to the left
          lake     | water ripples, leaves rustle
          portrait | a gentle breeze
          vendor   | charcoal sketch, steam rising from the cart
          street   | raindrops falling, car headlights on wet pavement, slow motion
          lake     | like a Van Gogh, water ripples
          """)
  void wordsThatAreFollowedOrMeantForAnotherStepAreNoWarnings(String picture, String prompt) {
    assertThat(plan(picture, prompt).warnings()).isEmpty();
  }

  @Test
  void whatNeedsAnotherFamilyIsSaid() {
    assertThat(
            plan("garden", "leaves rustle softly, warm evening light, smile widening").warnings())
        .containsExactly("the reference family cannot make 'smile'; the rest is done");
  }

  @Test
  void smokeGoesWhereItIsSentAndSlowMotionSlowsAll() {
    Motion smoke = row(plan("campfire", "flames sway, smoke drifts to the left"), "smoke");
    Motion rain = row(plan("street", "raindrops falling, headlights, slow motion"), "rain");

    assertThat(smoke.getDirectionX()).isEqualTo(-1);
    assertThat(rain.getSpeed()).isEqualTo(0.5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          oil painting, golden hour                | oil           | golden-hour
          as an oil painting at golden hour        | oil           | golden-hour
          like a Van Gogh                          | swirl         | ''
          in the style of Monet                    | impressionist | ''
          watercolor, soft morning light           | watercolor    | morning-light
          charcoal sketch                          | charcoal      | ''
          an ink drawing                           | ink           | ''
          soft morning light, steam rising         | ''            | morning-light
          """)
  void scenesArePaintedAsTheySay(String prompt, String style, String light) {
    StylePlan plan =
        new StylePlanner(REFERENCE).plan(StylizeStep.newBuilder().setPrompt(prompt).build()).plan();

    assertThat(plan.getStyle()).isEqualTo(style);
    assertThat(plan.getLight()).isEqualTo(light);
  }

  private static Motion row(PlannedMotion planned, String motion) {
    return planned.rows().stream()
        .filter(row -> row.getName().equals(motion))
        .findFirst()
        .orElseThrow();
  }

  private static PlannedMotion plan(String picture, String prompt) {
    List<Double> coverage =
        REFERENCE.getRegionsList().stream()
            .map(Region::getName)
            .map(region -> PICTURES.get(picture).getOrDefault(region, 0.0))
            .toList();
    return new MotionPlanner(REFERENCE, new Coverage(REFERENCE, coverage))
        .plan(AnimateStep.newBuilder().setPrompt(prompt).build());
  }
}
