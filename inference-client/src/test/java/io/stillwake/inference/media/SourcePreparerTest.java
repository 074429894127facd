package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.Crop;
import io.stillwake.proto.PrepareTask;
import io.stillwake.proto.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SourcePreparerTest {

  private final SourcePreparer preparer = new SourcePreparer();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "orientation-1.jpg",
        "orientation-2.jpg",
        "orientation-3.jpg",
        "orientation-4.jpg",
        "orientation-5.jpg",
        "orientation-6.jpg",
        "orientation-7.jpg",
        "orientation-8.jpg",
        "progressive.jpg",
        "restart-422.jpg",
        "full-chroma.jpg",
        "cmyk.jpg",
        "ycck.jpg",
        "display-p3.jpg",
        "trailing-picture.jpg",
        "thumbnail.jpg",
        "rgb.png",
        "palette.png",
        "deep.png",
        "interlaced.png",
        "orientation-6.png",
        "lossy.webp",
        "lossless.webp",
        "orientation-6.webp",
        "plain.avif",
        "orientation-6.avif",
        "orientation-7.avif",
        "grid.avif",
        "plain.heic",
        "deep.heic",
        "grid.heic",
        "grid-turned.heic",
        "grid-display-p3.heic"
      })
  void everyAcceptedFormShowsTheSceneUpright(String name) throws Exception {
    PreparedSource prepared = preparer.prepare(Pictures.read(name), Pictures.task().build());

    assertThat(prepared.sourceWidth()).isEqualTo(Pictures.WIDTH);
    assertThat(prepared.sourceHeight()).isEqualTo(Pictures.HEIGHT);
    assertThat(prepared.picture().width()).isEqualTo(Pictures.WIDTH);
    assertThat(prepared.picture().height()).isEqualTo(Pictures.HEIGHT);
    assertThat(Pictures.worst(prepared.picture())).isLessThanOrEqualTo(8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"grey.jpg", "grey.png", "deep-grey.png", "grey-alpha.png"})
  void greyStaysGreyAndKeepsItsTones(String name) throws Exception {
    RgbImage picture = preparer.prepare(Pictures.read(name), Pictures.task().build()).picture();

    assertThat(picture.rgb(4, 4)).isEqualTo(0x585858);
    assertThat(Pictures.difference(picture.rgb(4, 60), 0x454545)).isLessThanOrEqualTo(1);
  }

  @Test
  void blackAndWhiteOfOneBitIsAccepted() throws Exception {
    RgbImage picture =
        preparer.prepare(Pictures.read("one-bit.png"), Pictures.task().build()).picture();

    assertThat(Pictures.at(picture, 0.25, 0.25) & 0xff).isGreaterThan(0xf0);
    assertThat(Pictures.at(picture, 0.5, 0.97) & 0xff).isLessThan(0x60);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"alpha.png", "palette-alpha.png", "alpha.webp", "alpha.avif", "alpha.heic"})
  void transparentPartsBecomeWhite(String name) throws Exception {
    RgbImage picture = preparer.prepare(Pictures.read(name), Pictures.task().build()).picture();

    assertThat(Pictures.difference(Pictures.at(picture, 0.75, 0.25), 0xffffff))
        .isLessThanOrEqualTo(2);
    assertThat(Pictures.worst(picture, 1)).isLessThanOrEqualTo(8);
  }

  @ParameterizedTest
  @CsvSource({"90,0.95,0.05", "180,0.95,0.95", "270,0.05,0.95"})
  void rotationIsClockwiseAndComesAfterOrientation(int degrees, double x, double y)
      throws Exception {
    PrepareTask task = Pictures.task().setRotate(degrees).build();

    PreparedSource prepared = preparer.prepare(Pictures.read("orientation-5.jpg"), task);

    // The upper left corner is red and has moved to x, y.
    assertThat(Pictures.difference(Pictures.at(prepared.picture(), x, y), 0xc82828))
        .isLessThanOrEqualTo(8);
    assertThat(prepared.sourceWidth()).isEqualTo(Pictures.WIDTH);
    assertThat(prepared.picture().width())
        .isEqualTo(degrees == 180 ? Pictures.WIDTH : Pictures.HEIGHT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"rgb.png", "orientation-7.jpg", "grid-turned.heic"})
  void cropCountsPixelsOfTheUprightPicture(String name) throws Exception {
    PrepareTask task =
        Pictures.task()
            .setCrop(Crop.newBuilder().setX(80).setY(0).setWidth(64).setHeight(64))
            .setSize(Size.newBuilder().setWidth(64).setHeight(64))
            .build();

    RgbImage picture = preparer.prepare(Pictures.read(name), task).picture();

    assertThat(Pictures.difference(picture.rgb(2, 2), 0x28a03c)).isLessThanOrEqualTo(8);
    assertThat(Pictures.difference(picture.rgb(61, 44), 0x28a03c)).isLessThanOrEqualTo(8);
    assertThat(Pictures.difference(picture.rgb(2, 51), 0xdcc832)).isLessThanOrEqualTo(8);
  }

  @Test
  void sizeOfAnotherShapeIsCoveredFromTheMiddle() throws Exception {
    PrepareTask task =
        Pictures.task().setSize(Size.newBuilder().setWidth(192).setHeight(192)).build();

    RgbImage picture = preparer.prepare(Pictures.read("rgb.png"), task).picture();

    // 24 of 144 columns went on each side: the disc's middle is now at an eighth.
    assertThat(Pictures.difference(Pictures.at(picture, 0.13, 0.25), 0xf5f5f5))
        .isLessThanOrEqualTo(6);
    assertThat(Pictures.difference(picture.rgb(92, 5), 0xc82828)).isLessThanOrEqualTo(6);
    assertThat(Pictures.difference(picture.rgb(100, 5), 0x28a03c)).isLessThanOrEqualTo(6);
  }

  @Test
  void exifDoesNotTurnWhatTheHeifFormatLeavesAsItIs() throws Exception {
    PreparedSource prepared =
        preparer.prepare(Pictures.read("orientation-6.heic"), Pictures.task().build());

    assertThat(prepared.sourceWidth()).isEqualTo(Pictures.HEIGHT);
    assertThat(Pictures.difference(prepared.picture().rgb(4, 4), 0x28a03c)).isLessThanOrEqualTo(8);
  }

  @Test
  void theSameSourceGivesTheSamePixels() throws Exception {
    PrepareTask task =
        Pictures.task().setSize(Size.newBuilder().setWidth(200).setHeight(136)).build();

    PreparedSource first = preparer.prepare(Pictures.read("grid.heic"), task);
    PreparedSource second = preparer.prepare(Pictures.read("grid.heic"), task);

    assertThat(second.picture()).isEqualTo(first.picture());
    assertThat(first.format()).isEqualTo("HEIC");
  }
}
