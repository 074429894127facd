package io.stillwake.inference.worker;

import io.stillwake.inference.Tensor;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.inference.media.SourceView;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Regions;
import io.stillwake.proto.RegionsTask;
import io.stillwake.proto.WorkOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds where in a picture what can move is, paints the client's masks and strokes over that, and
 * shows the maps as pictures where they are a result.
 */
record MakeRegions(RegionsTask task) implements Work {

  @Override
  public WorkOutput perform(Attempt attempt) throws WorkStopped, InterruptedException {
    RgbImage picture = Pictures.fetch(task.getPicture(), attempt);
    ModelCall call = task.getCall();
    List<Tensor> inputs = List.of(Tensors.picture(TensorName.PICTURE, picture));
    RegionMaps maps = call(call, inputs, TensorName.REGIONS, attempt);
    if (task.getBrushesCount() > 0) {
      call = task.getBrush();
      inputs = new ArrayList<>(List.of(maps.tensor()));
      inputs.addAll(new BrushInputs(task.getBrushesList(), view(picture)).tensors(attempt));
      maps = call(call, inputs, TensorName.PAINTED, attempt);
    }
    Regions.Builder regions =
        Regions.newBuilder().setMaps(LatentChunks.output(maps.maps(), call, attempt));
    for (int region = 0; region < maps.count(); region++) {
      regions.addCoverage(maps.coverage(region));
    }
    return WorkOutput.newBuilder().setRegions(regions).build();
  }

  /** Drawn here and not kept with the maps: most renders need no picture of them. */
  @Override
  public WorkOutput publish(WorkOutput output, Attempt attempt)
      throws WorkStopped, InterruptedException {
    if (!task.hasPublishOverview()) {
      return output;
    }
    RgbImage picture = Pictures.fetch(task.getPicture(), attempt);
    RegionMaps maps = RegionMaps.fetch(output.getRegions().getMaps(), attempt);
    RegionPictures drawn = new RegionPictures(maps, view(picture));
    Regions.Builder regions = output.getRegions().toBuilder().clearPictures();
    List<Integer> shown = new ArrayList<>();
    for (int region = 0; region < task.getPublishMapsCount(); region++) {
      ObjectRef to = task.getPublishMaps(region);
      if (!to.getKey().isEmpty()) {
        int channel = region;
        byte[] png = attempt.code(() -> drawn.mask(channel));
        regions.addPictures(attempt.publish(png, to));
        shown.add(region);
      }
    }
    byte[] overview = attempt.code(() -> drawn.overview(picture, shown));
    regions.addPictures(attempt.publish(overview, task.getPublishOverview()));
    return output.toBuilder().setRegions(regions).build();
  }

  private static RegionMaps call(
      ModelCall call, List<Tensor> inputs, String output, Attempt attempt)
      throws WorkStopped, InterruptedException {
    Tensor maps = attempt.call(call, inputs.toArray(Tensor[]::new)).get(output);
    return RegionMaps.made(maps, call, attempt);
  }

  private SourceView view(RgbImage picture) {
    return SourceView.of(task, picture.width(), picture.height());
  }
}
