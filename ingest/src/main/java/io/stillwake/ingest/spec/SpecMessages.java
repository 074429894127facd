package io.stillwake.ingest.spec;

import io.stillwake.proto.Crop;
import io.stillwake.proto.FromRender;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RefineStep;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.RestoreStep;
import io.stillwake.proto.Size;
import java.util.function.Function;

/** The spec as it travels on Kafka, both ways without loss. */
public final class SpecMessages {

  private SpecMessages() {}

  /**
   * @param assets where each asset that the spec names lies
   */
  public static RenderSpec message(Spec spec, Function<String, ObjectRef> assets) {
    RenderSpec.Builder message =
        RenderSpec.newBuilder()
            .setFamily(spec.family())
            .setRotate(spec.rotate())
            .setSeed(spec.seed())
            .setRegions(spec.regions())
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
    if (spec.restore() != null) {
      message.setRestore(
          RestoreStep.newBuilder()
              .setStrength(spec.restore().strength())
              .setUpscale(spec.restore().upscale().message()));
    }
    if (spec.stylize() != null) {
      message.setStylize(StylizeMessages.message(spec.stylize(), assets));
    }
    if (spec.animate() != null) {
      message.setAnimate(AnimateMessages.message(spec.animate(), assets));
    }
    if (spec.refine() != null) {
      message.setRefine(RefineStep.newBuilder().setStrength(spec.refine().strength()));
    }
    if (spec.deadlineSeconds() != null) {
      message.setDeadlineSeconds(spec.deadlineSeconds());
    }
    if (spec.from() != null) {
      message.setFrom(message(spec.from()));
    }
    return message.build();
  }

  private static FromRender message(Spec.From from) {
    FromRender.Builder message = FromRender.newBuilder().setRenderId(from.render());
    if (from.frame() != null) {
      message.setFrame(from.frame());
    }
    return message.build();
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
        message.hasRestore() ? spec(message.getRestore()) : null,
        message.hasStylize() ? StylizeMessages.spec(message.getStylize()) : null,
        message.hasAnimate() ? AnimateMessages.spec(message.getAnimate()) : null,
        message.hasRefine() ? new Spec.Refine(message.getRefine().getStrength()) : null,
        message.getRegions(),
        message.hasFrom() ? spec(message.getFrom()) : null,
        Spec.Priority.of(message.getWorkClass()),
        message.getDeadlineSeconds() > 0 ? message.getDeadlineSeconds() : null);
  }

  private static Spec.Restore spec(RestoreStep step) {
    return new Spec.Restore(step.getStrength(), Spec.Enlarge.of(step.getUpscale()));
  }

  private static Spec.From spec(FromRender from) {
    return new Spec.From(from.getRenderId(), from.hasFrame() ? from.getFrame() : null);
  }
}
