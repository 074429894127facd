package io.stillwake.ingest.spec;

import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.Crop;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.Size;
import io.stillwake.proto.StylizeStep;

/** The spec as it travels on Kafka, both ways without loss. */
public final class SpecMessages {

  private SpecMessages() {}

  public static RenderSpec message(Spec spec) {
    RenderSpec.Builder message =
        RenderSpec.newBuilder()
            .setFamily(spec.family())
            .setRotate(spec.rotate())
            .setSeed(spec.seed())
            .setWorkClass(spec.priority().workClass());
    if (spec.crop() != null) {
      Spec.Crop crop = spec.crop();
      message.setCrop(
          Crop.newBuilder()
              .setX(crop.x())
              .setY(crop.y())
              .setWidth(crop.width())
              .setHeight(crop.height()));
    }
    if (spec.size() != null) {
      message.setSize(
          Size.newBuilder().setWidth(spec.size().width()).setHeight(spec.size().height()));
    }
    if (spec.stylize() != null) {
      message.setStylize(message(spec.stylize()));
    }
    if (spec.animate() != null) {
      message.setAnimate(message(spec.animate()));
    }
    return message.build();
  }

  private static StylizeStep message(Spec.Stylize stylize) {
    return StylizeStep.newBuilder()
        .setStyle(stylize.style())
        .setStrength(stylize.strength())
        .setPrompt(stylize.prompt())
        .build();
  }

  private static AnimateStep message(Spec.Animate animate) {
    return AnimateStep.newBuilder()
        .setPrompt(animate.prompt())
        .setNegativePrompt(animate.negativePrompt())
        .setMotionStrength(animate.motionStrength())
        .setSeconds(animate.seconds())
        .setFps(animate.fps())
        .setLoop(animate.loop())
        .build();
  }

  public static Spec spec(RenderSpec message) {
    Crop crop = message.getCrop();
    Size size = message.getSize();
    return new Spec(
        message.getFamily(),
        message.getRotate(),
        message.hasCrop()
            ? new Spec.Crop(crop.getX(), crop.getY(), crop.getWidth(), crop.getHeight())
            : null,
        message.hasSize() ? new Spec.Size(size.getWidth(), size.getHeight()) : null,
        message.getSeed(),
        message.hasStylize() ? spec(message.getStylize()) : null,
        message.hasAnimate() ? spec(message.getAnimate()) : null,
        Spec.Priority.of(message.getWorkClass()));
  }

  private static Spec.Stylize spec(StylizeStep step) {
    return new Spec.Stylize(step.getStyle(), step.getStrength(), step.getPrompt());
  }

  private static Spec.Animate spec(AnimateStep step) {
    return new Spec.Animate(
        step.getPrompt(),
        step.getNegativePrompt(),
        step.getMotionStrength(),
        step.getSeconds(),
        step.getFps(),
        step.getLoop());
  }
}
