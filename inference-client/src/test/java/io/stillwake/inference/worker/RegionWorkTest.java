package io.stillwake.inference.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stillwake.inference.ModelRequest;
import io.stillwake.inference.Tensor;
import io.stillwake.inference.ToyModels;
import io.stillwake.inference.media.PictureCodec;
import io.stillwake.inference.media.RgbImage;
import io.stillwake.proto.Crop;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Point;
import io.stillwake.proto.RegionBrush;
import io.stillwake.proto.Regions;
import io.stillwake.proto.RegionsTask;
import io.stillwake.proto.Size;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Sha256;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Masks of a source of 128x96 over a picture of 64x48, unless it is turned. */
class RegionWorkTest {

  private static final int WIDTH = 2 * Bench.WIDTH;
  private static final int HEIGHT = 2 * Bench.HEIGHT;
  private static final ObjectLayout LAYOUT = ObjectLayout.standard();
  private static final RenderId RENDER = new RenderId(Bench.RENDER);

  private Bench bench;

  @BeforeEach
  void start() throws Exception {
    bench = Bench.whole();
  }

  @Test
  void tellsTheShareThatEachRegionHas() throws Exception {
    bench.execute(item(task()));

    Regions regions = bench.onlyAnnounced().getOutput().getRegions();
    assertThat(regions.getCoverage(0)).isCloseTo(0.4, within(0.001));
    assertThat(regions.getCoverage(1)).isZero();
    assertThat(regions.getCoverage(2)).isEqualTo(-0.5);
    assertThat(regions.getMaps().getShapeList()).containsExactly(3L, 1L, 2L, 2L);
    assertThat(bench.server.calls("toy-brush")).isZero();
  }

  @Test
  void masksAreBroughtToThePictureAndPainted() throws Exception {
    bench.execute(item(task().addBrushes(brush(mask(leftHalf(WIDTH, HEIGHT))))));

    assertThat(bench.onlyAnnounced().getOutput().getRegions().getCoverage(0)).isEqualTo(0.5);
    Tensor masks = input("masks");
    assertThat(masks.shape()).containsExactly(1, Bench.HEIGHT, Bench.WIDTH);
    assertThat(isPainted(masks, 10, 20)).isTrue();
    assertThat(isPainted(masks, Bench.WIDTH - 10, 20)).isFalse();
  }

  @Test
  void masksAndDirectionsTurnWithTheSource() throws Exception {
    RegionsTask.Builder task =
        task()
            .setSourceSize(size(HEIGHT, WIDTH))
            .setRotate(90)
            .addBrushes(brush(mask(leftHalf(HEIGHT, WIDTH))).setDirectionX(1));

    bench.execute(item(task));

    assertThat(isPainted(input("masks"), 10, 5)).isTrue();
    assertThat(isPainted(input("masks"), 10, Bench.HEIGHT - 5)).isFalse();
    assertThat(floats(input("mask_direction"))).containsExactly(0f, 1f);
  }

  @Test
  void aMaskOfAnotherSizeFailsTheRenderWithBothSizes() throws Exception {
    bench.execute(item(task().addBrushes(brush(mask(leftHalf(100, 80))))));

    WorkResult result = bench.onlyAnnounced();
    assertThat(result.getFailure().getCode()).isEqualTo("mask_size_mismatch");
    assertThat(result.getFailure().getMessage()).contains("masks[0]", "100x80", "128x96");
    assertThat(result.getFailure().getFinal()).isTrue();
  }

  @Test
  void anAssetThatIsGoneIsNamed() throws Exception {
    ObjectRef mask = mask(leftHalf(WIDTH, HEIGHT));
    bench.store.delete(ObjectKey.of(mask));

    bench.execute(item(task().addBrushes(brush(mask))));

    assertThat(bench.onlyAnnounced().getFailure().getCode()).isEqualTo("unknown_asset");
    assertThat(bench.onlyAnnounced().getFailure().getMessage()).contains(mask.getKey());
  }

  @Test
  void strokesBecomeSharesOfThePictureAndEndAtItsEdge() throws Exception {
    Crop crop = Crop.newBuilder().setX(32).setWidth(96).setHeight(72).build();
    RegionBrush.Builder brush =
        RegionBrush.newBuilder().addAllStroke(points(32, 36, 80, 36, 176, 36, 190, 0));

    bench.execute(item(task().setCrop(crop).addBrushes(brush)));

    assertThat(input("mask_given").data().getLong()).isZero();
    assertThat(floats(input("stroke")))
        .containsExactly(0f, 0.5f, 0.5f, 0.5f, 0f, 0.5f, 0.5f, 1f, 0.5f, 0f);
  }

  @Test
  void aModelThatTakesNoEmptyTensorIsToldThatThereIsNoStroke() throws Exception {
    bench.execute(item(task().addBrushes(brush(mask(leftHalf(WIDTH, HEIGHT))))));

    assertThat(floats(input("stroke"))).containsExactly(0f, 0f, 0f, 0f, -1f);
    assertThat(input("mask_given").data().getLong()).isEqualTo(1);
  }

  @Test
  void mapsAreShownAtTheSourcesSizeAndFitAsMasks() throws Exception {
    bench.execute(item(published().addBrushes(brush(mask(leftHalf(WIDTH, HEIGHT))))));

    List<ObjectRef> pictures = bench.onlyAnnounced().getOutput().getRegions().getPicturesList();
    assertThat(pictures)
        .extracting(ObjectRef::getKey)
        .containsExactly(
            LAYOUT.regionPicture(Bench.TENANT, RENDER, "bright").key(),
            LAYOUT.regionPicture(Bench.TENANT, RENDER, "overview").key());
    BufferedImage map = picture(pictures.get(0));
    assertThat(map.getWidth()).isEqualTo(WIDTH);
    assertThat(map.getHeight()).isEqualTo(HEIGHT);
    assertThat(map.getRaster().getNumBands()).isEqualTo(1);
    assertThat(map.getRaster().getSample(5, 50, 0)).isEqualTo(255);
    assertThat(map.getRaster().getSample(WIDTH - 5, 50, 0)).isZero();
  }

  @Test
  void whatThePictureDoesNotShowIsBlack() throws Exception {
    Crop crop = Crop.newBuilder().setX(64).setY(48).setWidth(64).setHeight(48).build();

    bench.execute(item(published().setCrop(crop)));

    BufferedImage map = picture(bench.onlyAnnounced().getOutput().getRegions().getPictures(0));
    assertThat(map.getRaster().getSample(63, 47, 0)).isZero();
    assertThat(map.getRaster().getSample(64, 48, 0)).isEqualTo(102);
  }

  @Test
  void mapsThatWereThereAreShownToo() throws Exception {
    bench.execute(item(task()));

    bench.execute(item(published()));

    assertThat(bench.server.calls("toy-regions")).isEqualTo(1);
    assertThat(bench.announced.get(1).getOutput().getRegions().getPicturesCount()).isEqualTo(2);
    assertThat(bench.store.stat(LAYOUT.regionPicture(Bench.TENANT, RENDER, "overview")))
        .isPresent();
  }

  private RegionsTask.Builder task() {
    return RegionsTask.newBuilder()
        .setPicture(bench.picture(102))
        .setCall(ModelCall.newBuilder().setModel("toy-regions").setVersion("1"))
        .setBrush(ModelCall.newBuilder().setModel("toy-brush").setVersion("1"))
        .setSourceSize(size(WIDTH, HEIGHT));
  }

  /** The regions that are no place have no picture. */
  private RegionsTask.Builder published() {
    return task()
        .addPublishMaps(LAYOUT.regionPicture(Bench.TENANT, RENDER, "bright").toRef("image/png"))
        .addPublishMaps(ObjectRef.getDefaultInstance())
        .addPublishMaps(ObjectRef.getDefaultInstance())
        .setPublishOverview(
            LAYOUT.regionPicture(Bench.TENANT, RENDER, "overview").toRef("image/png"));
  }

  private static WorkItem item(RegionsTask.Builder task) {
    return Bench.item(WorkKind.WORK_KIND_REGIONS).setRegions(task).build();
  }

  private static RegionBrush.Builder brush(ObjectRef mask) {
    return RegionBrush.newBuilder().setMask(mask).setName("masks[0]");
  }

  private ObjectRef mask(RgbImage image) {
    byte[] png = PictureCodec.png(image);
    String sha256 = Sha256.of(png);
    return bench.store.put(LAYOUT.asset(Bench.TENANT, sha256), png, "image/png").toRef(sha256);
  }

  private BufferedImage picture(ObjectRef ref) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(bench.read(ref)));
  }

  private static RgbImage leftHalf(int width, int height) {
    byte[] pixels = new byte[3 * width * height];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 3 % width < width / 2 ? 255 : 0);
    }
    return new RgbImage(width, height, pixels);
  }

  private Tensor input(String name) {
    List<ModelRequest> requests = bench.server.requests();
    return ToyModels.input(requests.get(requests.size() - 1), name);
  }

  private static boolean isPainted(Tensor masks, int x, int y) {
    return masks.data().get(y * Bench.WIDTH + x) != 0;
  }

  private static float[] floats(Tensor tensor) {
    float[] values = new float[tensor.data().remaining() / Float.BYTES];
    tensor.data().asFloatBuffer().get(values);
    return values;
  }

  private static Size size(int width, int height) {
    return Size.newBuilder().setWidth(width).setHeight(height).build();
  }

  private static List<Point> points(double... coordinates) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < coordinates.length; i += 2) {
      points.add(Point.newBuilder().setX(coordinates[i]).setY(coordinates[i + 1]).build());
    }
    return points;
  }
}
