package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OrientationTest {

  /** Corners of a square, clockwise from the upper left. */
  private static final String CORNERS = "abcd";

  @Test
  void oneAfterTheOtherMovesCornersAsBothTogether() {
    for (Orientation first : Orientation.values()) {
      for (Orientation second : Orientation.values()) {
        assertThat(moved(CORNERS, first.then(second)))
            .isEqualTo(moved(moved(CORNERS, first), second));
      }
    }
  }

  @Test
  void exifSixIsAQuarterTurnClockwise() {
    assertThat(Orientation.ofExif(6)).isEqualTo(Orientation.ofDegrees(90));
    assertThat(moved(CORNERS, Orientation.ofExif(6))).isEqualTo("dabc");
    assertThat(Orientation.ofExif(6).swapsSides()).isTrue();
  }

  @Test
  void numbersThatExifDoesNotKnowAreUpright() {
    assertThat(Orientation.ofExif(0)).isEqualTo(Orientation.UPRIGHT);
    assertThat(Orientation.ofExif(9)).isEqualTo(Orientation.UPRIGHT);
  }

  /** Does to the corners what the filters do to pixels. */
  private static String moved(String c, Orientation orientation) {
    String moved = c;
    for (String filter : orientation.filters().split(",")) {
      moved =
          switch (filter) {
            case "hflip" -> pick(moved, 1, 0, 3, 2);
            case "vflip" -> pick(moved, 3, 2, 1, 0);
            case "transpose=clock" -> pick(moved, 3, 0, 1, 2);
            case "transpose=cclock" -> pick(moved, 1, 2, 3, 0);
            default -> moved;
          };
    }
    return moved;
  }

  private static String pick(String from, int... order) {
    var picked = new StringBuilder();
    for (int index : order) {
      picked.append(from.charAt(index));
    }
    return picked.toString();
  }
}
