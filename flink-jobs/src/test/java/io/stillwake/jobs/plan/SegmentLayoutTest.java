package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.FAMILY;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.PlannedSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SegmentLayoutTest {

  private static final List<Integer> STRIDES = List.of(1, 4, 8);

  /** 1 s to 10 s at 8 to 30 fps is 8 to 300 frames. */
  static Stream<Layout> layouts() {
    List<Layout> layouts = new ArrayList<>();
    for (int stride : STRIDES) {
      for (int overlap : List.of(0, 1, 3)) {
        for (int length : List.of(1, 24, 25)) {
          for (int frames = 1; frames <= 300; frames += 7) {
            layouts.add(new Layout(stride, overlap, length, frames));
          }
        }
      }
    }
    return layouts.stream();
  }

  record Layout(int stride, int overlap, int length, int frames) {

    List<PlannedSegment> make() {
      FamilyDescriptor family =
          FAMILY.toBuilder()
              .setTemporalStride(stride)
              .setDecodeOverlap(overlap)
              .setSegmentFrames(length)
              .build();
      return SegmentLayout.of(family, new FilmLength(frames, stride), 0);
    }
  }

  @ParameterizedTest
  @CsvSource({"4,24,96", "1,8,8", "10,30,300", "2.5,25,63", "1,29.97,30", "3.3,24,79"})
  void filmHasTheRoundedNumberOfFrames(double seconds, double fps, int frames) {
    AnimateStep animate = AnimateStep.newBuilder().setSeconds(seconds).setFps(fps).build();

    assertThat(FilmLength.of(animate, 1).frames()).isEqualTo(frames);
  }

  @ParameterizedTest
  @CsvSource({"97,8,13", "97,4,25", "96,8,13", "1,4,1", "2,4,2", "96,1,96"})
  void latentFramesCoverTheFilm(int frames, int stride, int latentFrames) {
    assertThat(new FilmLength(frames, stride).latentFrames()).isEqualTo(latentFrames);
  }

  @Test
  void segmentsTileTheFilm() {
    assertThat(layouts())
        .allSatisfy(
            layout -> {
              int next = 0;
              for (PlannedSegment segment : layout.make()) {
                assertThat(segment.getFirstFrame()).isEqualTo(next);
                next += segment.getFrameCount();
              }
              assertThat(next).isEqualTo(layout.frames());
            });
  }

  @Test
  void windowDecodesToExactlyTheFramesAfterTheDrop() {
    assertThat(layouts())
        .allSatisfy(
            layout -> {
              for (PlannedSegment segment : layout.make()) {
                // The window's first latent frame decodes to one frame, the last one it holds.
                int firstDecoded = segment.getWindowFirst() * layout.stride();
                int decoded = 1 + (segment.getWindowCount() - 1) * layout.stride();
                assertThat(segment.getDropFrames()).isNotNegative();
                assertThat(firstDecoded + segment.getDropFrames())
                    .isEqualTo(segment.getFirstFrame());
                assertThat(decoded - segment.getDropFrames())
                    .isBetween(
                        segment.getFrameCount(), segment.getFrameCount() + layout.stride() - 1);
              }
            });
  }

  @Test
  void windowsStayInsideTheFilmsLatents() {
    assertThat(layouts())
        .allSatisfy(
            layout -> {
              int latents = new FilmLength(layout.frames(), layout.stride()).latentFrames();
              for (PlannedSegment segment : layout.make()) {
                assertThat(segment.getWindowFirst()).isNotNegative();
                assertThat(segment.getWindowFirst() + segment.getWindowCount())
                    .isLessThanOrEqualTo(latents);
              }
            });
  }

  @Test
  void overlapWarmsUpEverySegmentButTheFirst() {
    List<PlannedSegment> segments = new Layout(4, 2, 24, 97).make();

    assertThat(segments)
        .extracting(PlannedSegment::getWindowFirst)
        .containsExactly(0, 4, 10, 16, 22);
    assertThat(segments).extracting(PlannedSegment::getDropFrames).containsExactly(0, 8, 8, 8, 8);
  }

  @Test
  void chunkingChangesNoSegment() {
    FamilyDescriptor many = FAMILY.toBuilder().setFramesPerChunk(4).setLeadIn(2).build();
    FamilyDescriptor one = FAMILY.toBuilder().setFramesPerChunk(1000).build();
    FilmLength film = new FilmLength(96, 1);

    assertThat(SegmentLayout.of(many, film, 0)).isEqualTo(SegmentLayout.of(one, film, 0));
  }
}
