package io.stillwake.jobs.plan;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.stillwake.jobs.prompt.StylePlanner;
import io.stillwake.jobs.work.ModelName;
import io.stillwake.jobs.work.Parameters;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.jobs.work.WorkIds;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Picture;
import io.stillwake.proto.PrepareTask;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.RestoreTask;
import io.stillwake.proto.StylePlan;
import io.stillwake.proto.StylizeStep;
import io.stillwake.proto.StylizeTask;
import io.stillwake.proto.Upscale;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import java.util.ArrayList;
import java.util.List;

/** Makes the items that turn a source into the picture that is animated, or is the result. */
final class PictureSteps {

  /** Counts up when the same task would give other pixels. */
  private static final String PREPARE_VERSION = "1";

  private final RenderWork render;
  private final RenderSpec spec;
  private final FamilyDescriptor family;
  private final Timestamp at;

  PictureSteps(RenderWork render, RenderSpec spec, FamilyDescriptor family, Timestamp at) {
    this.render = render;
    this.spec = spec;
    this.family = family;
    this.at = at;
  }

  /** Of a picture whose spec names no size. */
  static long wantedPixels(RenderSpec spec, FamilyDescriptor family) {
    return spec.hasAnimate() ? family.getDefaultPixels() : family.getMaxPicturePixels();
  }

  WorkItem prepare(ObjectRef source) {
    long pixels = wantedPixels(spec, family);
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
    if (spec.getFrom().hasFrame()) {
      task.setFrame(spec.getFrom().getFrame());
    }
    if (spec.hasRestore()) {
      Upscale upscale = spec.getRestore().getUpscale();
      task.setUpscale(upscale == Upscale.UPSCALE_UNSPECIFIED ? Upscale.UPSCALE_AUTO : upscale);
    }
    String id =
        WorkIds.of(
            render.tenant(),
            WorkKind.WORK_KIND_PREPARE,
            List.of(source.getEtag(), Long.toString(source.getSize())),
            task.build(),
            "",
            PREPARE_VERSION);
    double cost = StepCosts.of(family, pixels).prepare();
    return render
        .item(WorkKind.WORK_KIND_PREPARE, id, cost, 0, at)
        .setPrepare(task.setSource(source))
        .build();
  }

  WorkItem restore(Picture picture) {
    int scale = Math.max(1, picture.getRestoreScale());
    ModelCall.Builder call =
        ModelCalls.to(family, WorkKind.WORK_KIND_RESTORE)
            .addParameters(Parameters.number("strength", spec.getRestore().getStrength()))
            .addParameters(Parameters.integer("scale", scale));
    RestoreTask.Builder task = RestoreTask.newBuilder().setCall(call);
    double cost = scale * scale * StepCosts.of(family, picture).restore();
    return item(WorkKind.WORK_KIND_RESTORE, List.of(picture.getObject()), task.build(), call, cost)
        .setSize(RenderWork.size(picture))
        .setRestore(task.setPicture(picture.getObject()))
        .build();
  }

  WorkItem stylize(Picture picture) {
    StylizeStep step = spec.getStylize();
    ModelCall.Builder call = stylizeCall(step);
    StylizeTask.Builder task = StylizeTask.newBuilder().setCall(call);
    List<ObjectRef> inputs = new ArrayList<>(List.of(picture.getObject()));
    if (step.hasStylePicture()) {
      inputs.add(step.getStylePicture());
    }
    double cost = StepCosts.of(family, picture).stylize();
    WorkItem.Builder item = item(WorkKind.WORK_KIND_STYLIZE, inputs, task.build(), call, cost);
    if (step.hasStylePicture()) {
      task.setStylePicture(step.getStylePicture());
    }
    return item.setSize(RenderWork.size(picture))
        .setStylize(task.setPicture(picture.getObject()))
        .build();
  }

  private ModelCall.Builder stylizeCall(StylizeStep step) {
    StylePlan plan = new StylePlanner(family).plan(step).plan();
    ModelCall.Builder call =
        step.hasStylePicture()
            ? ModelCalls.to(ModelName.stylizeByExample(family.getName()))
            : ModelCalls.to(family, WorkKind.WORK_KIND_STYLIZE)
                .addParameters(Parameters.integer("style", style(plan.getStyle())));
    call.addParameters(Parameters.integer("light", style(plan.getLight())))
        .addParameters(Parameters.number("strength", plan.getStrength()))
        .addParameters(Parameters.number("keep_colors", plan.getKeepColors() ? 1 : 0))
        .addParameters(Parameters.number("stroke", plan.getStroke()))
        .addParameters(Parameters.number("vividness", plan.getVividness()))
        .addParameters(Parameters.integer("seed", spec.getSeed()));
    if (!step.getPrompt().isEmpty()) {
      call.addParameters(Parameters.text("prompt", step.getPrompt()));
    }
    return call;
  }

  /** Its place in the descriptor, by which the models know it; -1 for none. */
  private int style(String name) {
    for (int i = 0; i < family.getStylesCount(); i++) {
      if (family.getStyles(i).getName().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private WorkItem.Builder item(
      WorkKind kind, List<ObjectRef> inputs, Message task, ModelCall.Builder call, double cost) {
    String id =
        WorkIds.of(
            render.tenant(),
            kind,
            inputs.stream().map(ObjectRef::getSha256).toList(),
            task,
            call.getModel(),
            family.getVersion());
    return render.item(kind, id, cost, 0, at);
  }
}
