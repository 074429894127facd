package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.inference.media.FitSize.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FitSizeTest {

  private final FitSize family = new FitSize(16, 256, 1280, 768 * 512, 1280 * 720);

  @ParameterizedTest
  @CsvSource({
    "3000,2000,768x512",
    "2000,3000,512x768",
    "4032,3024,720x544",
    "1920,1080,832x464",
    "1000,1000,624x624",
    "4000,1000,1264x320",
    "768,512,768x512",
    "400,300,400x304",
    "100,80,320x256",
    "64,256,256x1024"
  })
  void keepsShapeAndNeverBlowsUpFurtherThanTheShortSideNeeds(int width, int height, String size) {
    assertThat(family.fit(width, height)).hasToString(size);
  }

  @Test
  void everyShapeGetsAnAllowedSizeOfNearlyItsShape() {
    for (int width = 64; width <= 4000; width += 61) {
      for (int height = Math.max(64, (width + 3) / 4); height <= 4 * width; height += 97) {
        Size size = family.fit(width, height);

        assertThat(size.width() % 16 + size.height() % 16).isZero();
        assertThat(Math.min(size.width(), size.height())).isGreaterThanOrEqualTo(256);
        assertThat(Math.max(size.width(), size.height())).isLessThanOrEqualTo(1280);
        assertThat(size.pixels()).isLessThanOrEqualTo(1280 * 720);
        double change = (double) size.width() * height / ((double) size.height() * width);
        assertThat(Math.abs(Math.log(change))).as("%dx%d %s", width, height, size).isLessThan(0.05);
      }
    }
  }

  @Test
  void shortSideIsRaisedEvenIfTheShapeMustGiveWay() {
    var narrow = new FitSize(32, 512, 768, 768 * 512, 768 * 512);

    assertThat(narrow.fit(2000, 500)).isEqualTo(new Size(768, 512));
    assertThat(narrow.fit(500, 2000)).isEqualTo(new Size(512, 768));
  }

  @Test
  void limitsThatAreNoMultiplesAreTightened() throws Exception {
    var odd = new FitSize(32, 250, 790, 400_000, 700_000);

    assertThat(odd.minSide()).isEqualTo(256);
    assertThat(odd.maxSide()).isEqualTo(768);
    assertThat(odd.check(256, 768)).isEqualTo(new Size(256, 768));
  }

  @Test
  void limitsThatAllowNothingAreRefused() {
    assertThatThrownBy(() -> new FitSize(64, 65, 127, 10_000, 10_000))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
