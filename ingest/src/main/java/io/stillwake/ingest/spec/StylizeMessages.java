package io.stillwake.ingest.spec;

import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.StylizeStep;
import java.util.function.Function;

/** The stylize step as it travels, both ways. */
final class StylizeMessages {

  private StylizeMessages() {}

  static StylizeStep message(Spec.Stylize stylize, Function<String, ObjectRef> assets) {
    StylizeStep.Builder message =
        StylizeStep.newBuilder()
            .setStyle(stylize.style())
            .setStrength(stylize.strength())
            .setPrompt(stylize.prompt())
            .setKeepColors(stylize.keepColors());
    if (stylize.stylePicture() != null) {
      message.setStylePicture(assets.apply(stylize.stylePicture()));
    }
    return message.build();
  }

  static Spec.Stylize spec(StylizeStep step) {
    return new Spec.Stylize(
        step.getStyle(),
        step.getStrength(),
        step.getPrompt(),
        step.getKeepColors(),
        step.hasStylePicture() ? step.getStylePicture().getSha256() : null);
  }
}
