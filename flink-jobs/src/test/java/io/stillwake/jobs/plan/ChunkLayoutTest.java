package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.FAMILY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.jobs.plan.ChunkLayout.Anchor;
import io.stillwake.jobs.plan.ChunkLayout.Chunk;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every length of a film with every way to split it. */
final class ChunkLayoutTest {

  private static final int LONGEST = 200;

  static Stream<Layout> keyframes() {
    return films().flatMap(Layout::looped);
  }

  static Stream<Layout> windows() {
    return films()
        .flatMap(
            film ->
                IntStream.of(0, 1, 3, film.step())
                    .filter(overlap -> overlap <= film.step())
                    .distinct()
                    .mapToObj(film::windows));
  }

  static Stream<Layout> whole() {
    return films().filter(film -> film.step() == 1).map(Layout::whole);
  }

  static Stream<Layout> all() {
    return Stream.of(keyframes(), windows(), whole()).flatMap(each -> each);
  }

  private static Stream<Layout> films() {
    List<Layout> films = new ArrayList<>();
    for (int stride : List.of(1, 4, 8)) {
      for (int step : List.of(1, 2, 3, 5, 6, 16, 300)) {
        for (int frames = 1; frames <= LONGEST; frames++) {
          films.add(new Layout(Chunking.KEYFRAMES, stride, step, 0, frames, false));
        }
      }
    }
    return films.stream();
  }

  record Layout(Chunking chunking, int stride, int step, int overlap, int frames, boolean loop) {

    Stream<Layout> looped() {
      return Stream.of(false, true)
          .map(each -> new Layout(chunking, stride, step, overlap, frames, each));
    }

    Layout windows(int latents) {
      return new Layout(Chunking.WINDOWS, stride, step, latents, frames, false);
    }

    Layout whole() {
      return new Layout(Chunking.WHOLE, stride, step, 0, frames, false);
    }

    /** Whether the latent frame under an anchor belongs to the chunk before. */
    boolean again() {
      return chunking == Chunking.WINDOWS || stride > 1;
    }

    FilmLength film() {
      return new FilmLength(frames, stride);
    }

    int last() {
      return film().latentFrames() - 1;
    }

    ChunkLayout make() {
      FamilyDescriptor family =
          FAMILY.toBuilder()
              .setChunking(chunking)
              .setTemporalStride(stride)
              .setFramesPerChunk(step)
              .setOverlap(overlap)
              .setLeadIn(stride == 1 && chunking == Chunking.KEYFRAMES ? 3 : 1)
              .build();
      return ChunkLayout.of(family, film(), loop);
    }
  }

  @Test
  void chunksTileTheFilm() {
    assertThat(all())
        .allSatisfy(
            layout -> {
              int next = 0;
              for (Chunk chunk : layout.make().chunks()) {
                assertThat(chunk.first() + chunk.overlap()).isEqualTo(next);
                assertThat(chunk.count()).isGreaterThan(chunk.overlap());
                next = chunk.end();
              }
              assertThat(next).isEqualTo(layout.last() + 1);
            });
  }

  @Test
  void everyLatentFrameIsKeptOnceOutsideOverlaps() {
    assertThat(all())
        .allSatisfy(
            layout -> {
              int[] kept = new int[layout.last() + 1];
              int overlaps = 0;
              for (Chunk chunk : layout.make().chunks()) {
                IntStream.range(chunk.first(), chunk.end()).forEach(frame -> kept[frame]++);
                overlaps += chunk.overlap();
              }
              assertThat(kept).containsOnly(overlaps > 0 ? new int[] {1, 2} : new int[] {1});
              assertThat(IntStream.of(kept).filter(times -> times == 2).count())
                  .isEqualTo(overlaps);
            });
  }

  @Test
  void whatIsMadeStandsInsideTheFilm() {
    assertThat(all())
        .allSatisfy(
            layout -> {
              for (Chunk chunk : layout.make().chunks()) {
                assertThat(chunk.first() - chunk.leadIn()).isNotNegative();
                assertThat(chunk.end()).isLessThanOrEqualTo(layout.last() + 1);
              }
            });
  }

  @Test
  void everyAnchorIsUsedAndStandsWhereItSays() {
    assertThat(all())
        .allSatisfy(
            layout -> {
              ChunkLayout made = layout.make();
              List<Integer> used = new ArrayList<>();
              for (Chunk chunk : made.chunks()) {
                chunk
                    .left()
                    .ifPresent(
                        left ->
                            assertThat(made.anchors().get(left.index())).isEqualTo(left.frame()));
                Stream.of(chunk.left(), chunk.right())
                    .flatMap(Optional::stream)
                    .map(Anchor::index)
                    .forEach(used::add);
              }
              assertThat(used.stream().distinct().sorted().toList())
                  .isEqualTo(IntStream.range(0, made.anchors().size()).boxed().toList());
            });
  }

  @Test
  void anchorsAscendFromThePictureAndAreInsideTheFilm() {
    assertThat(Stream.concat(keyframes(), windows()))
        .allSatisfy(
            layout ->
                assertThat(layout.make().anchors())
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .startsWith(0L)
                    .allMatch(frame -> frame <= layout.last()));
  }

  /** What models are promised of a span. */
  @Test
  void aRemadeAnchorIsTheFirstOfWhatIsMade() {
    assertThat(Stream.concat(keyframes(), windows()).filter(Layout::again))
        .allSatisfy(
            layout -> {
              for (Chunk chunk : layout.make().chunks()) {
                assertThat(chunk.first() - chunk.leadIn())
                    .isEqualTo((int) chunk.left().orElseThrow().frame());
                assertThat(chunk.leadIn()).isEqualTo(chunk.index() == 0 ? 0 : 1);
              }
            });
  }

  @Test
  void theRightAnchorIsTheLastOfWhatIsMadeOrTheOneAfterIt() {
    assertThat(keyframes().filter(layout -> layout.last() > 0))
        .allSatisfy(
            layout -> {
              List<Chunk> chunks = layout.make().chunks();
              for (Chunk chunk : chunks) {
                long right = chunk.right().orElseThrow().frame();
                boolean last = chunk.index() == chunks.size() - 1;
                if (last) {
                  assertThat(right).isIn((long) chunk.end() - 1, (long) chunk.end());
                } else {
                  assertThat(right).isEqualTo(layout.again() ? chunk.end() - 1 : chunk.end());
                }
              }
            });
  }

  @Test
  void neighboursShareTheirAnchor() {
    assertThat(keyframes())
        .allSatisfy(
            layout -> {
              List<Chunk> chunks = layout.make().chunks();
              for (int i = 1; i < chunks.size(); i++) {
                assertThat(chunks.get(i - 1).right()).isEqualTo(chunks.get(i).left());
              }
            });
  }

  @Test
  void anchorsStandAtTheirSpacing() {
    assertThat(Stream.concat(keyframes(), windows()))
        .allSatisfy(
            layout -> {
              for (Chunk chunk : layout.make().chunks()) {
                assertThat(chunk.left().orElseThrow())
                    .isEqualTo(new Anchor(chunk.index(), (long) chunk.index() * layout.step()));
              }
            });
  }

  @Test
  void openFilmEndsOnAnAnchor() {
    ChunkLayout layout = new Layout(Chunking.KEYFRAMES, 1, 24, 0, 97, false).make();

    assertThat(layout.anchors()).containsExactly(0L, 24L, 48L, 72L, 96L);
    assertThat(layout.chunks()).hasSize(4);
    assertThat(layout.chunks().get(3).count()).isEqualTo(25);
  }

  @Test
  void loopEndsOnItsFirstAnchorAgain() {
    assertThat(keyframes().filter(Layout::loop))
        .allSatisfy(
            layout -> {
              List<Chunk> chunks = layout.make().chunks();
              Anchor right = chunks.get(chunks.size() - 1).right().orElseThrow();
              // The latent frame that would hold the frame after the last.
              int closing = (layout.frames() + layout.stride() - 1) / layout.stride();
              assertThat(right).isEqualTo(new Anchor(0, closing));
            });
  }

  @Test
  void leadInOfSingleFramesStandsBeforeAllButTheFirst() {
    List<Chunk> chunks = new Layout(Chunking.KEYFRAMES, 1, 16, 0, 96, false).make().chunks();

    assertThat(chunks).extracting(Chunk::leadIn).containsExactly(0, 3, 3, 3, 3, 3);
  }

  @Test
  void keyframesOfRunsAreMadeAgainAndDropped() {
    // 97 frames by 8: latent frames 0 to 12.
    ChunkLayout layout = new Layout(Chunking.KEYFRAMES, 8, 6, 0, 97, false).make();

    assertThat(layout.anchors()).containsExactly(0L, 6L, 12L);
    assertThat(layout.chunks()).hasSize(2);
    assertThat(layout.chunks().get(0))
        .isEqualTo(chunk(0, 0, 7, 0, 0, new Anchor(0, 0), new Anchor(1, 6)));
    assertThat(layout.chunks().get(1))
        .isEqualTo(chunk(1, 7, 6, 1, 0, new Anchor(1, 6), new Anchor(2, 12)));
  }

  /** Frame 97 of 97 would be the first of latent frame 13, which no chunk has to keep. */
  @Test
  void aLoopThatClosesAfterItsLastLatentFrameHasNoEmptyChunk() {
    ChunkLayout layout = new Layout(Chunking.KEYFRAMES, 8, 6, 0, 97, true).make();

    assertThat(layout.anchors()).containsExactly(0L, 6L);
    assertThat(layout.chunks().get(1))
        .isEqualTo(chunk(1, 7, 6, 1, 0, new Anchor(1, 6), new Anchor(0, 13)));
  }

  @Test
  void windowsReachIntoTheNextChunk() {
    // 81 frames by 4: latent frames 0 to 20.
    ChunkLayout layout = new Layout(Chunking.WINDOWS, 4, 6, 2, 81, false).make();

    assertThat(layout.anchors()).containsExactly(0L, 6L, 12L);
    assertThat(layout.chunks())
        .containsExactly(
            chunk(0, 0, 9, 0, 0, new Anchor(0, 0), null),
            chunk(1, 7, 8, 1, 2, new Anchor(1, 6), null),
            chunk(2, 13, 8, 1, 2, new Anchor(2, 12), null));
  }

  @Test
  void noWindowStartsForWhatTheOneBeforeHolds() {
    assertThat(new Layout(Chunking.WINDOWS, 4, 6, 2, 33, false).make().chunks()).hasSize(1);
    assertThat(new Layout(Chunking.WINDOWS, 4, 6, 2, 37, false).make().chunks()).hasSize(2);
  }

  @Test
  void aWholeFilmIsOneChunkWithoutAnchors() {
    assertThat(whole())
        .allSatisfy(
            layout -> {
              ChunkLayout made = layout.make();
              assertThat(made.anchors()).isEmpty();
              assertThat(made.chunks())
                  .containsExactly(chunk(0, 0, layout.last() + 1, 0, 0, null, null));
            });
  }

  @Test
  void aChunkingThatIsNotSaidIsRefusedByName() {
    FamilyDescriptor family = FAMILY.toBuilder().setChunking(Chunking.CHUNKING_UNSPECIFIED).build();

    assertThatThrownBy(() -> ChunkLayout.of(family, new FilmLength(96, 1), false))
        .hasMessageContaining("chunking: CHUNKING_UNSPECIFIED of family 'reference'");
  }

  private static Chunk chunk(
      int index, int first, int count, int leadIn, int overlap, Anchor left, Anchor right) {
    return new Chunk(
        index,
        first,
        count,
        leadIn,
        overlap,
        Optional.ofNullable(left),
        Optional.ofNullable(right));
  }
}
