package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stillwake.inference.media.SourceView.Place;
import io.stillwake.proto.Crop;
import io.stillwake.proto.RegionsTask;
import io.stillwake.proto.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SourceViewTest {

  /** The source's upper left corner, and a step to the right from it. */
  @ParameterizedTest
  @CsvSource({"0, 0, 0, 1, 0", "90, 1, 0, 0, 1", "180, 1, 1, -1, 0", "270, 0, 1, 0, -1"})
  void cornersAndDirectionsTurnWithTheSource(
      int degrees, double x, double y, double dx, double dy) {
    boolean lies = degrees % 180 == 0;
    SourceView view =
        SourceView.of(task().setRotate(degrees).build(), lies ? 400 : 200, lies ? 200 : 400);

    assertThat(view.place(0, 0)).isEqualTo(new Place(x, y));
    assertThat(view.direction(1, 0).x()).isEqualTo(dx, within(1e-9));
    assertThat(view.direction(1, 0).y()).isEqualTo(dy, within(1e-9));
    assertThat(view.place(200, 100)).isEqualTo(new Place(0.5, 0.5));
  }

  @Test
  void cropIsTheWholePictureAndTheRestIsOutside() {
    Crop crop = Crop.newBuilder().setX(100).setY(50).setWidth(200).setHeight(100).build();
    SourceView view = SourceView.of(task().setCrop(crop).build(), 64, 32);

    assertThat(view.place(100, 50)).isEqualTo(new Place(0, 0));
    assertThat(view.place(300, 150)).isEqualTo(new Place(1, 1));
    assertThat(view.place(99, 60).isInside()).isFalse();
    assertThat(view.place(120, 60).isInside()).isTrue();
  }

  @Test
  void whatProtrudesFromAnotherShapeIsCutOffOnBothSides() {
    SourceView view = SourceView.of(task().build(), 128, 128);

    assertThat(view.place(100, 0)).isEqualTo(new Place(0, 0));
    assertThat(view.place(300, 200)).isEqualTo(new Place(1, 1));
  }

  private static RegionsTask.Builder task() {
    return RegionsTask.newBuilder().setSourceSize(Size.newBuilder().setWidth(400).setHeight(200));
  }
}
