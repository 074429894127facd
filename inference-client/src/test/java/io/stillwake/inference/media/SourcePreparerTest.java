package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
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
}
