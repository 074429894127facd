package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FilmFrameTest {

  private static byte[] film;

  @BeforeAll
  static void make() throws Exception {
    film = Films.film(Films.segments(96, 64, 24, FilmFrameTest::grey, 5, 5), 24, 10);
  }

  @Test
  void takesTheFrameThatIsAskedFor() throws Exception {
    for (int frame : new int[] {0, 4, 5, 9}) {
      RgbImage taken = PictureCodec.readPng(FilmFrame.png(film, frame));

      assertThat(taken.width()).isEqualTo(96);
      assertThat(Films.psnr(taken, grey(frame))).as("frame %d", frame).isGreaterThan(40);
    }
  }

  @Test
  void namesAFrameThatIsNotInTheFilm() {
    MediaException refused =
        catchThrowableOfType(MediaException.class, () -> FilmFrame.png(film, 10));

    assertThat(refused.code()).isEqualTo("frame_out_of_range");
    assertThat(refused).hasMessageContaining("frame 10");
  }

  @Test
  void whatIsNoFilmIsRefused() {
    byte[] cut = Arrays.copyOf(film, film.length / 2);

    assertThat(catchThrowableOfType(MediaException.class, () -> FilmFrame.png(cut, 9)).code())
        .isEqualTo("truncated_image");
  }

  private static RgbImage grey(int frame) {
    byte[] pixels = new byte[3 * 96 * 64];
    Arrays.fill(pixels, (byte) (20 * frame + 30));
    return new RgbImage(96, 64, pixels);
  }
}
