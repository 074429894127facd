package io.stillwake.jobs.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Motion;
import io.stillwake.proto.MotionMask;
import io.stillwake.proto.Region;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Plans that depend on what the picture shows. */
final class SeenMotionTest {

  private static final FamilyDescriptor FAMILY = SomeVocabulary.FAMILY;

  private static final Map<String, Double> LAKE = Map.of("water", 0.3, "sky", 0.2, "foliage", 0.2);
  private static final Map<String, Double> PORTRAIT = Map.of("hair", 0.12, "still", 0.4);
  private static final Map<String, Double> CAMP = Map.of("flame", 0.01, "foliage", 0.3);
  private static final Map<String, Double> WALL = Map.of("still", 0.9);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          lake     | ''                                  | water cloud foliage
          lake     | a quiet evening                     | water cloud foliage
          lake     | no wind                             | water cloud
          portrait | ''                                  | hair
          camp     | ''                                  | flame foliage
          portrait | a gentle breeze                     | hair
          lake     | a gentle breeze                     | foliage
          camp     | campfire                            | flame ember
          camp     | flames sway                         | flame
          camp     | flames, the trees sway              | flame foliage
          camp     | wind in the trees                   | foliage
          portrait | no wind, her hair moves             | hair
          lake     | the camera pans                     | pan
          lake     | zoom out slowly, no wind            | zoom
          lake     | ripples, no camera movement         | water
          lake     | ripples, the camera stays still     | water
          lake     | ripples, static camera              | water
          lake     | zoom in, no camera movement         | water cloud foliage
          wall     | ''                                  | dolly
          wall     | no camera movement                  | ''
          wall     | rain                                | rain
          """)
  void movesWhatIsAskedForAndThere(String picture, String prompt, String moving) {
    assertThat(moving(plan(picture, prompt))).isEqualTo(moving);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          wall     | ripples on the lake       | 'ripples'
          wall     | a gentle breeze           | 'breeze'
          portrait | a cloud passes            | 'cloud'
          """)
  void whatIsAskedForAndNotThereIsAWarning(String picture, String prompt, String named) {
    assertThat(plan(picture, prompt).warnings())
        .anySatisfy(warning -> assertThat(warning).contains(named, "mask"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          portrait | a gentle breeze
          lake     | wind, ripples, clouds
          camp     | campfire
          camp     | dancing flames
          lake     | an oil painting of a lake at golden hour
          """)
  void whatIsThereIsNone(String picture, String prompt) {
    assertThat(plan(picture, prompt).warnings()).isEmpty();
  }

  @Test
  void theMaskForASharedWordIsTheFirstMotions() {
    assertThat(plan("wall", "campfire").warnings())
        .singleElement()
        .asString()
        .endsWith("mask for 'flame')");
  }

  @Test
  void whatNobodyCanMakeIsOneWarningEach() {
    assertThat(plan("portrait", "dancing, a smile as she walks").warnings())
        .extracting(warning -> warning.replaceAll(".*'(.*)'.*", "$1"))
        .containsExactly("dancing", "smile", "walks");
  }

  @Test
  void aPictureThatOffersNothingIsLookedAtGently() {
    PlannedMotion planned = plan("wall", "");

    assertThat(row(planned, "dolly").getAmount()).isCloseTo(0.4, within(1e-9));
    assertThat(planned.warnings()).singleElement().asString().contains("nothing was found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          zoom in              | zoom  | 0  | -1
          zoom out slowly      | zoom  | 0  | 1
          zoom in on the left  | zoom  | 0  | -1
          zoom to the right    | zoom  | 0  | 0
          camera moves forward | dolly | 0  | -1
          pan left             | pan   | -1 | 0
          """)
  void motionsWithWordsOfTheirOwnGoThatWay(String prompt, String motion, double x, double y) {
    Motion row = row(plan("lake", prompt), motion);

    assertThat(row.getAmount()).isPositive();
    assertThat(row.getDirectionX()).isEqualTo(x);
    assertThat(row.getDirectionY()).isEqualTo(y);
  }

  @Test
  void aMaskAsksForItsMotionAndIsItsPlace() {
    AnimateStep step =
        AnimateStep.newBuilder().addMasks(MotionMask.newBuilder().setMotion("flame")).build();

    PlannedMotion planned = plan("wall", step);

    assertThat(moving(planned)).isEqualTo("flame");
    assertThat(planned.warnings()).isEmpty();
  }

  @Test
  void aGivenPlanIsTakenAsItIs() {
    AnimateStep.Builder step = AnimateStep.newBuilder();
    step.getPlanBuilder()
        .addMotions(Motion.newBuilder().setName("water").setAmount(0.35).setDirectionX(1))
        .addMotions(Motion.newBuilder().setName("hair").setAmount(0.5).setSpeed(2));

    PlannedMotion planned = plan("lake", step.build());

    assertThat(moving(planned)).isEqualTo("water hair");
    assertThat(row(planned, "water").getAmount()).isEqualTo(0.35);
    assertThat(row(planned, "water").getSpeed()).isEqualTo(1);
    assertThat(row(planned, "hair").getSpeed()).isEqualTo(2);
    assertThat(planned.warnings()).singleElement().asString().contains("'hair'");
  }

  private static PlannedMotion plan(String picture, String prompt) {
    return plan(picture, AnimateStep.newBuilder().setPrompt(prompt).build());
  }

  private static PlannedMotion plan(String picture, AnimateStep step) {
    Map<String, Double> shown =
        Map.of("lake", LAKE, "portrait", PORTRAIT, "camp", CAMP, "wall", WALL).get(picture);
    List<Double> coverage =
        FAMILY.getRegionsList().stream()
            .map(Region::getName)
            .map(region -> shown.getOrDefault(region, 0.0))
            .toList();
    return new MotionPlanner(FAMILY, new Coverage(FAMILY, coverage)).plan(step);
  }

  private static String moving(PlannedMotion planned) {
    return planned.rows().stream()
        .filter(row -> row.getAmount() > 0)
        .map(Motion::getName)
        .collect(Collectors.joining(" "));
  }

  private static Motion row(PlannedMotion planned, String motion) {
    return planned.rows().stream()
        .filter(row -> row.getName().equals(motion))
        .findFirst()
        .orElseThrow();
  }
}
