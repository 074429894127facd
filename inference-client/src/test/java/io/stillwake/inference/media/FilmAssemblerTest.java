package io.stillwake.inference.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FilmAssemblerTest {

  @ParameterizedTest
  @CsvSource({"24,96,4.0", "23.976,42,1.75175", "30,90,3.0", "10,35,3.5"})
  void filmHasExactlyTheFramesAskedFor(double fps, int frames, double seconds) throws Exception {
    List<EncodedSegment> segments = segments(fps, 17, frames - 18, 1);

    byte[] film = Films.film(segments, fps, frames);

    assertThat(
            Films.probe(
                film,
                "-count_frames -show_entries stream=avg_frame_rate,start_pts,nb_read_frames,duration"))
        .containsExactly(FrameRate.of(fps) + ",0,%.6f,".formatted(seconds) + frames);
    assertThat(Films.decode(film, 96, 64)).isEqualTo(Films.decode(Films.stream(segments), 96, 64));
  }

  @Test
  void indexComesBeforeThePictures() throws Exception {
    String film = text(Films.film(segments(24, 5, 5), 24, 10));

    assertThat(film.indexOf("moov")).isPositive().isLessThan(film.indexOf("mdat"));
    assertThat(film).doesNotContain("moof");
  }

  @Test
  void filmSaysThatAMachineMadeItAndNothingElse() throws Exception {
    byte[] film = Films.film(segments(24, 5), 24, 5);

    assertThat(Films.probe(film, "-show_entries format_tags"))
        .singleElement()
        .asString()
        .contains("AI-generated or algorithmically animated with Stillwake")
        .doesNotContain("Lavf", "20");
  }

  @Test
  void theSameSegmentsGiveTheSameBytes() throws Exception {
    List<EncodedSegment> segments = segments(24, 5, 6);

    assertThat(Films.film(segments, 24, 11)).isEqualTo(Films.film(segments, 24, 11));
  }

  @Test
  void missingSegmentIsNoticed() throws Exception {
    List<EncodedSegment> segments = segments(24, 5, 6, 7);

    assertRefused(List.of(segments.get(0), segments.get(2)), 12, "segment 1", "expected number 2");
  }

  @Test
  void segmentsInTheWrongOrderAreNoticed() throws Exception {
    List<EncodedSegment> segments = segments(24, 5, 5);

    assertRefused(List.of(segments.get(1), segments.get(0)), 10, "segment 0");
  }

  @Test
  void wrongNumberOfFramesIsNoticed() throws Exception {
    assertRefused(segments(24, 5, 5), 11, "expected avc1,yuv420p,24/1,5632,11");
  }

  @Test
  void damagedSegmentIsNoticed() throws Exception {
    EncodedSegment whole = segments(24, 5).get(0);
    byte[] cut = Arrays.copyOf(whole.media(), whole.media().length - 10);

    assertRefused(List.of(new EncodedSegment(whole.init(), cut)), 5, "segment 0");
    assertRefused(List.of(new EncodedSegment(whole.init(), new byte[3])), 5, "segment 0");
  }

  @Test
  void initThatIsNoneIsNoticed() throws Exception {
    EncodedSegment whole = segments(24, 5).get(0);

    assertRefused(List.of(new EncodedSegment(new byte[100], whole.media())), 5, "cannot be joined");
  }

  private static void assertRefused(List<EncodedSegment> segments, int frames, String... named) {
    MediaException refused =
        catchThrowableOfType(MediaException.class, () -> Films.film(segments, 24, frames));

    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo("invalid_output");
    assertThat(refused).hasMessageContainingAll(named);
  }

  private static List<EncodedSegment> segments(double fps, int... lengths) throws Exception {
    return Films.segments(96, 64, fps, i -> MovingPattern.frame(96, 64, i), lengths);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
