package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.inference.ToyModels;
import io.stillwake.inference.media.PictureCodec;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.proto.AnchorsTask;
import io.stillwake.proto.FramesTask;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.Picture;
import io.stillwake.proto.RegionsTask;
import io.stillwake.proto.RestoreTask;
import io.stillwake.proto.StylizeTask;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PictureWorkTest {

  private Bench bench;

  @BeforeEach
  void start() throws Exception {
    bench = Bench.whole();
  }

  @Test
  void restoringDoublesTheSidesWhereTheScaleSaysSo() throws Exception {
    bench.execute(restore("scale"));

    Picture restored = bench.onlyAnnounced().getOutput().getPicture();
    assertThat(restored.getWidth()).isEqualTo(2 * Bench.WIDTH);
    assertThat(restored.getHeight()).isEqualTo(2 * Bench.HEIGHT);
  }

  @Test
  void restoringWithoutAScaleIsRefused() throws Exception {
    bench.execute(restore("size"));

    assertThat(bench.onlyAnnounced().getFailure().getCode()).isEqualTo("invalid_request");
    assertThat(bench.onlyAnnounced().getFailure().getMessage()).contains("scale");
  }

  @Test
  void aStylePictureOfAnySizeIsBroughtToOneThatModelsTake() throws Exception {
    ObjectRef example = bench.put("style", grey(1000, 601, 77), "image/png");
    WorkItem stylize =
        Bench.item(WorkKind.WORK_KIND_STYLIZE)
            .setStylize(
                StylizeTask.newBuilder()
                    .setPicture(bench.picture(40))
                    .setStylePicture(example)
                    .setCall(call("toy-stylize-by-example")))
            .build();

    bench.execute(stylize);

    ObjectRef made = bench.onlyAnnounced().getOutput().getPicture().getObject();
    assertThat(PictureCodec.readPng(bench.read(made)).rgb(0, 0) & 0xff).isEqualTo(77);
    long[] shape = ToyModels.input(bench.server.requests().get(0), "style_picture").shape();
    assertThat(shape[0] % 16).isZero();
    assertThat(shape[1] % 16).isZero();
    assertThat(shape[0] * shape[1]).isBetween(300_000L, 393_216L);
  }

  @Test
  void anchorsAndFramesSeeTheMaps() throws Exception {
    RegionsTask find =
        RegionsTask.newBuilder().setPicture(bench.picture(40)).setCall(call("toy-regions")).build();
    bench.execute(Bench.item(WorkKind.WORK_KIND_REGIONS).setRegions(find).build());
    ObjectRef maps = bench.announced.get(0).getOutput().getRegions().getMaps().getObject();
    AnchorsTask anchors =
        AnchorsTask.newBuilder()
            .setPicture(bench.picture(40))
            .setRegions(maps)
            .setCall(call("toy-anchors"))
            .addFrames(0)
            .addFrames(4)
            .build();
    bench.execute(Bench.item(WorkKind.WORK_KIND_ANCHORS).setAnchors(anchors).build());
    FramesTask frames =
        FramesTask.newBuilder()
            .setPicture(bench.picture(40))
            .setRegions(maps)
            .setAnchors(bench.announced.get(1).getOutput().getLatents().getObject())
            .setRightAnchor(1)
            .setFrameCount(4)
            .setCall(call("toy-frames"))
            .build();

    bench.execute(Bench.item(WorkKind.WORK_KIND_FRAMES).setFrames(frames).build());

    assertThat(bench.announced.get(2).hasOutput()).isTrue();
    for (int call : new int[] {1, 2}) {
      assertThat(ToyModels.input(bench.server.requests().get(call), "regions").shape())
          .containsExactly(3, 1, 2, 2);
    }
  }

  private WorkItem restore(String parameter) {
    ModelCall.Builder call =
        call("toy-restore").toBuilder()
            .addParameters(Parameter.newBuilder().setName("strength").addFloats(0.5))
            .addParameters(Parameter.newBuilder().setName(parameter).addInts(2));
    return Bench.item(WorkKind.WORK_KIND_RESTORE)
        .setRestore(RestoreTask.newBuilder().setPicture(bench.picture(40)).setCall(call))
        .build();
  }

  private static ModelCall call(String model) {
    return ModelCall.newBuilder().setModel(model).setVersion("1").build();
  }

  private static byte[] grey(int width, int height, int value) {
    byte[] pixels = new byte[3 * width * height];
    Arrays.fill(pixels, (byte) value);
    return PictureCodec.png(new RgbImage(width, height, pixels));
  }
}
