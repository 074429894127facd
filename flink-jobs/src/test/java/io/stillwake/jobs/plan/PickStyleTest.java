package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.FAMILY;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.StylizeStep;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PickStyleTest {

  @ParameterizedTest
  @CsvSource({
    "charcoal, '', 1",
    "oil, a charcoal sketch, 0",
    "'', a charcoal sketch, 1",
    "'', an oil painting, 0",
    "'', golden hour, 0",
    "'', boiling turmoil, 0"
  })
  void nameGoesBeforeWordsAndWordsBeforeTheFirst(String style, String prompt, int index) {
    StylizeStep step = StylizeStep.newBuilder().setStyle(style).setPrompt(prompt).build();

    assertThat(PickStyle.index(FAMILY, step)).isEqualTo(index);
  }
}
