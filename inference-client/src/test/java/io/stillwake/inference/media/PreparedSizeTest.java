package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stillwake.proto.PrepareTask;
import io.stillwake.proto.Size;
import io.stillwake.proto.Upscale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreparedSizeTest {

  @ParameterizedTest
  @CsvSource({
    "UPSCALE_UNSPECIFIED, 300, 200, 0, 300",
    "UPSCALE_NONE, 300, 200, 1, 300",
    "UPSCALE_AUTO, 300, 200, 2, 300",
    "UPSCALE_AUTO, 1500, 1000, 1, 768",
    "UPSCALE_TWICE, 1500, 1000, 2, 384",
  })
  void halvesWhatIsToBeDoubled(Upscale upscale, int width, int height, int scale, int near)
      throws Exception {
    PreparedSize prepared = PreparedSize.of(task(upscale).build(), width, height);

    assertThat(prepared.scale()).isEqualTo(scale);
    assertThat(Math.abs(prepared.size().width() - near)).isLessThanOrEqualTo(24);
    assertThat(prepared.size().width() % 16).isZero();
    assertThat(prepared.size().height() % 16).isZero();
  }

  @Test
  void aDoubledSizeIsOneThatTheModelsTake() throws Exception {
    for (int width = 64; width < 1400; width += 37) {
      PreparedSize prepared =
          PreparedSize.of(task(Upscale.UPSCALE_TWICE).build(), width, 3 * width / 4);

      long doubled = 4 * prepared.size().pixels();
      assertThat(doubled).isLessThanOrEqualTo(921_600);
      assertThat(2 * prepared.size().height()).isGreaterThanOrEqualTo(128);
    }
  }

  @Test
  void aSizeThatWasAskedForIsHalvedExactly() throws Exception {
    PrepareTask task = task(Upscale.UPSCALE_AUTO).setSize(size(640, 448)).build();

    assertThat(PreparedSize.of(task, 300, 200).size().toString()).isEqualTo("320x224");
  }

  @Test
  void aSizeThatCannotBeHalvedIsKeptOrRefusedByName() throws Exception {
    PrepareTask auto = task(Upscale.UPSCALE_AUTO).setSize(size(640, 432)).build();
    PrepareTask twice = task(Upscale.UPSCALE_TWICE).setSize(size(640, 432)).build();

    assertThat(PreparedSize.of(auto, 300, 200).scale()).isEqualTo(1);
    MediaException refused =
        catchThrowableOfType(MediaException.class, () -> PreparedSize.of(twice, 300, 200));
    assertThat(refused.code()).isEqualTo("size_out_of_range");
    assertThat(refused).hasMessageContainingAll("640x432", "multiples of 32");
  }

  private static PrepareTask.Builder task(Upscale upscale) {
    return PrepareTask.newBuilder()
        .setSideMultiple(16)
        .setMinSide(128)
        .setMaxSide(1280)
        .setDefaultPixels(768 * 512)
        .setMaxPixels(921_600)
        .setUpscale(upscale);
  }

  private static Size size(int width, int height) {
    return Size.newBuilder().setWidth(width).setHeight(height).build();
  }
}
