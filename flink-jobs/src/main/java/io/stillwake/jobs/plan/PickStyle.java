package io.stillwake.jobs.plan;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Style;
import io.stillwake.proto.StylizeStep;
import java.util.List;

/** Which of a family's styles a step asks for: by its name, or by the words of its prompt. */
final class PickStyle {

  private PickStyle() {}

  /** Index into the descriptor's styles; the first style where neither name nor words say. */
  static int index(FamilyDescriptor family, StylizeStep step) {
    List<Style> styles = family.getStylesList();
    int best = 0;
    int mostWords = 0;
    Words prompt = Words.of(step.getPrompt());
    for (int i = 0; i < styles.size(); i++) {
      Style style = styles.get(i);
      if (style.getName().equals(step.getStyle())) {
        return i;
      }
      int matched =
          style.getWordsList().stream().mapToInt(phrase -> prompt.find(phrase).size()).sum();
      if (matched > mostWords) {
        best = i;
        mostWords = matched;
      }
    }
    return best;
  }
}
