package io.stillwake.jobs.plan;

import com.google.protobuf.Timestamp;
import io.stillwake.jobs.work.Parameters;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.jobs.work.WorkIds;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Picture;
import io.stillwake.proto.PrepareTask;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.StylizeStep;
import io.stillwake.proto.StylizeTask;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import java.util.List;

/** Makes the items that come before a film: from the source to the picture that is animated. */
final class PictureSteps {

  private static final double MEGAPIXEL = 1e6;

  /** Counts up when the same task would give other pixels. */
  private static final String PREPARE_VERSION = "1";

  private PictureSteps() {}

  static WorkItem prepare(
      RenderWork render, RenderSpec spec, FamilyDescriptor family, ObjectRef source, Timestamp at) {
    long pixels = spec.hasAnimate() ? family.getDefaultPixels() : family.getMaxPicturePixels();
    PrepareTask.Builder task =
        PrepareTask.newBuilder()
            .setRotate(spec.getRotate())
            .setSideMultiple(family.getSideMultiple())
            .setMinSide(family.getMinSide())
            .setMaxSide(family.getMaxSide())
            .setDefaultPixels(pixels)
            .setMaxPixels(spec.hasAnimate() ? family.getMaxPixels() : family.getMaxPicturePixels());
    if (spec.hasCrop()) {
      task.setCrop(spec.getCrop());
    }
    if (spec.hasSize()) {
      task.setSize(spec.getSize());
    }
    String id =
        WorkIds.of(
            render.tenant(),
            WorkKind.WORK_KIND_PREPARE,
            List.of(source.getEtag(), Long.toString(source.getSize())),
            task.build(),
            "",
            PREPARE_VERSION);
    double cost = family.getCost().getPrepare() * pixels / MEGAPIXEL;
    return render
        .item(WorkKind.WORK_KIND_PREPARE, id, cost, 0, at)
        .setPrepare(task.setSource(source))
        .build();
  }

  static WorkItem stylize(
      RenderWork render, RenderSpec spec, FamilyDescriptor family, Picture picture, Timestamp at) {
    StylizeStep step = spec.getStylize();
    ModelCall.Builder call =
        ModelCalls.to(family, WorkKind.WORK_KIND_STYLIZE)
            .addParameters(Parameters.integer("style", PickStyle.index(family, step)))
            .addParameters(Parameters.number("strength", step.getStrength()))
            .addParameters(Parameters.integer("seed", spec.getSeed()));
    if (!step.getPrompt().isEmpty()) {
      call.addParameters(Parameters.text("prompt", step.getPrompt()));
    }
    StylizeTask.Builder task = StylizeTask.newBuilder().setCall(call);
    String id =
        WorkIds.of(
            render.tenant(),
            WorkKind.WORK_KIND_STYLIZE,
            List.of(picture.getObject().getSha256()),
            task.build(),
            call.getModel(),
            family.getVersion());
    double pixels = (double) picture.getWidth() * picture.getHeight();
    return render
        .item(
            WorkKind.WORK_KIND_STYLIZE,
            id,
            family.getCost().getStylize() * pixels / MEGAPIXEL,
            0,
            at)
        .setStylize(task.setPicture(picture.getObject()))
        .build();
  }
}
