package io.stillwake.jobs.prompt;

import static io.stillwake.jobs.prompt.SomeVocabulary.FAMILY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.StylePlan;
import io.stillwake.proto.StylizeStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StylePlannerTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          as an oil painting at golden hour                  | oil           | golden-hour
          charcoal sketch                                    | charcoal      | ''
          a charcoal drawing                                 | charcoal      | ''
          a sketch                                           | pencil        | ''
          in the style of Monet                              | impressionist | ''
          like a Van Gogh                                    | swirl         | ''
          an oil painting in the style of Van Gogh           | swirl         | ''
          watercolor, soft morning light                     | watercolor    | morning-light
          a painting in watercolor                           | watercolor    | ''
          soft morning light, steam rising from the cart     | ''            | morning-light
          leaves rustle softly, warm evening light           | ''            | golden-hour
          not a sketch, watercolor                           | watercolor    | ''
          golden hour                                        | ''            | golden-hour
          """)
  void promptPicksStyleAndLight(String prompt, String style, String light) {
    PlannedStyle planned = plan("", prompt);

    assertThat(planned.plan().getStyle()).isEqualTo(style);
    assertThat(planned.plan().getLight()).isEqualTo(light);
    assertThat(planned.warnings()).isEmpty();
  }

  @Test
  void whereNothingIsNamedTheFirstStyleIsTakenAndSaid() {
    PlannedStyle planned = plan("", "smoke drifts");

    assertThat(planned.plan().getStyle()).isEqualTo("oil");
    assertThat(planned.warnings()).singleElement().asString().contains("'oil'", "watercolor");
  }

  @Test
  void aStyleByNameTakesItsLightFromThePrompt() {
    PlannedStyle planned = plan("charcoal", "at golden hour");

    assertThat(planned.plan().getStyle()).isEqualTo("charcoal");
    assertThat(planned.plan().getLight()).isEqualTo("golden-hour");
    assertThat(planned.warnings()).isEmpty();
  }

  @Test
  void aStyleByNameOutweighsAnotherInThePrompt() {
    PlannedStyle planned = plan("charcoal", "like Monet");

    assertThat(planned.plan().getStyle()).isEqualTo("charcoal");
    assertThat(planned.warnings()).singleElement().asString().contains("'charcoal'", "'monet'");
  }

  @Test
  void aLightByNameIsALightAlone() {
    PlannedStyle planned = plan("golden-hour", "");

    assertThat(planned.plan().getStyle()).isEmpty();
    assertThat(planned.plan().getLight()).isEqualTo("golden-hour");
  }

  @Test
  void aStylePictureIsTheStyle() {
    StylizeStep step =
        StylizeStep.newBuilder()
            .setPrompt("golden hour")
            .setStylePicture(ObjectRef.newBuilder().setSha256("ab"))
            .build();

    PlannedStyle planned = new StylePlanner(FAMILY).plan(step);

    assertThat(planned.plan().getStyle()).isEmpty();
    assertThat(planned.plan().getLight()).isEqualTo("golden-hour");
    assertThat(planned.warnings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          oil painting                        | 1    | 1
          bold oil painting                   | 1.5  | 1
          a delicate, detailed watercolor     | 0.5  | 1
          loose strokes, muted colours, oil   | 1.3  | 0.7
          vivid oil painting                  | 1    | 1.3
          vivid, vibrant, colourful oil       | 1    | 1.5
          oil, not too vivid                  | 1    | 1
          fine art oil painting               | 1    | 1
          """)
  void wordsTuneStrokesAndColours(String prompt, double stroke, double vividness) {
    StylePlan plan = plan("", prompt).plan();

    assertThat(plan.getStroke()).isCloseTo(stroke, within(1e-9));
    assertThat(plan.getVividness()).isCloseTo(vividness, within(1e-9));
  }

  @Test
  void strengthAndColoursAreTakenOver() {
    StylizeStep step =
        StylizeStep.newBuilder().setStyle("oil").setStrength(0.3).setKeepColors(true).build();

    StylePlan plan = new StylePlanner(FAMILY).plan(step).plan();

    assertThat(plan.getStrength()).isEqualTo(0.3);
    assertThat(plan.getKeepColors()).isTrue();
  }

  private static PlannedStyle plan(String style, String prompt) {
    return new StylePlanner(FAMILY)
        .plan(StylizeStep.newBuilder().setStyle(style).setPrompt(prompt).build());
  }
}
