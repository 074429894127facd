package io.stillwake.jobs.plan;

import com.google.protobuf.Timestamp;
import io.stillwake.jobs.family.RegionChannels;
import io.stillwake.jobs.work.ModelName;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.jobs.work.WorkIds;
import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.MotionMask;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Picture;
import io.stillwake.proto.Region;
import io.stillwake.proto.RegionBrush;
import io.stillwake.proto.RegionsTask;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.util.ArrayList;
import java.util.List;

/** Makes the item that finds where in a picture what can move is, by its look and by masks. */
final class RegionSteps {

  private static final String PNG = "image/png";

  private final RenderWork render;
  private final RenderSpec spec;
  private final FamilyDescriptor family;
  private final RegionChannels channels;

  RegionSteps(RenderWork render, RenderSpec spec, FamilyDescriptor family) {
    this.render = render;
    this.spec = spec;
    this.family = family;
    this.channels = new RegionChannels(family);
  }

  /** Whether a render needs maps: to move by, or to be looked at. */
  static boolean areNeeded(RenderSpec spec, FamilyDescriptor family) {
    return family.getRegionsCount() > 0 && (spec.hasAnimate() || spec.getRegions());
  }

  /**
   * @param picture before it is stylised
   * @param prepared tells the size of the upright source, which masks and strokes count in
   */
  WorkItem regions(Picture picture, Picture prepared, Timestamp at) {
    RegionsTask.Builder task =
        RegionsTask.newBuilder()
            .setCall(ModelCalls.to(family, WorkKind.WORK_KIND_REGIONS))
            .addAllBrushes(brushes());
    if (task.getBrushesCount() > 0) {
      task.setBrush(ModelCalls.to(ModelName.brush(family.getName())));
      place(task, prepared);
    }
    String id = id(picture, task);
    place(task, prepared);
    if (spec.getRegions()) {
      publish(task);
    }
    return render
        .item(WorkKind.WORK_KIND_REGIONS, id, StepCosts.of(family, picture).regions(), 0, at)
        .setSize(RenderWork.size(picture))
        .setRegions(task.setPicture(picture.getObject()))
        .build();
  }

  /** The maps of a picture are the same for all renders, wherever the picture was cut from. */
  private String id(Picture picture, RegionsTask.Builder task) {
    List<String> inputs = new ArrayList<>(List.of(picture.getObject().getSha256()));
    RegionsTask.Builder parameters = task.clone();
    for (RegionBrush.Builder brush : parameters.getBrushesBuilderList()) {
      inputs.add(brush.getMask().getSha256());
      brush.clearMask().clearName();
    }
    return WorkIds.of(
        render.tenant(),
        WorkKind.WORK_KIND_REGIONS,
        inputs,
        parameters.build(),
        task.getCall().getModel(),
        family.getVersion());
  }

  private void place(RegionsTask.Builder task, Picture prepared) {
    task.setSourceSize(prepared.getSourceSize()).setRotate(spec.getRotate());
    if (spec.hasCrop()) {
      task.setCrop(spec.getCrop());
    }
  }

  private List<RegionBrush> brushes() {
    List<RegionBrush> brushes = new ArrayList<>();
    AnimateStep animate = spec.getAnimate();
    for (int i = 0; i < animate.getMasksCount(); i++) {
      MotionMask mask = animate.getMasks(i);
      RegionBrush.Builder brush =
          RegionBrush.newBuilder()
              .setRegion(channels.ofMotion(mask.getMotion()).orElseThrow())
              .setDirectionX(mask.getDirectionX())
              .setDirectionY(mask.getDirectionY())
              .addAllStroke(mask.getStrokeList())
              .setName("masks[" + i + "]");
      if (mask.hasMask()) {
        brush.setMask(mask.getMask());
      }
      brushes.add(brush.build());
    }
    if (animate.hasKeepStill()) {
      brushes.add(
          RegionBrush.newBuilder()
              .setRegion(channels.still().orElseThrow())
              .setMask(animate.getKeepStill())
              .setName("keep_still")
              .build());
    }
    return brushes;
  }

  private void publish(RegionsTask.Builder task) {
    ObjectLayout layout = ObjectLayout.standard();
    Tenant tenant = new Tenant(render.tenant());
    RenderId id = new RenderId(render.renderId());
    for (Region region : family.getRegionsList()) {
      task.addPublishMaps(
          RegionChannels.isPlace(region.getName())
              ? layout.regionPicture(tenant, id, region.getName()).toRef(PNG)
              : ObjectRef.getDefaultInstance());
    }
    task.setPublishOverview(layout.regionPicture(tenant, id, "overview").toRef(PNG));
  }
}
