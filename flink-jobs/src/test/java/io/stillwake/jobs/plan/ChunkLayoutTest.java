package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.FAMILY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ChunkLayoutTest {

  /** Every length of a film with each of many chunk lengths, open and looped. */
  static Stream<Layout> layouts() {
    return Stream.of(1, 2, 7, 16, 24, 300)
        .flatMap(
            step ->
                Stream.iterate(1, frames -> frames <= 300, frames -> frames + 1)
                    .flatMap(
                        frames ->
                            Stream.of(
                                new Layout(step, frames, false), new Layout(step, frames, true))));
  }

  record Layout(int step, int frames, boolean loop) {

    ChunkLayout make() {
      FamilyDescriptor family = FAMILY.toBuilder().setFramesPerChunk(step).setLeadIn(3).build();
      return ChunkLayout.of(family, frames, loop);
    }
  }

  @Test
  void chunksTileTheFilm() {
    assertThat(layouts())
        .allSatisfy(
            layout -> {
              int next = 0;
              for (ChunkLayout.Chunk chunk : layout.make().chunks()) {
                assertThat(chunk.first()).isEqualTo(next);
                assertThat(chunk.count()).isPositive();
                next += chunk.count();
              }
              assertThat(next).isEqualTo(layout.frames());
            });
  }

  @Test
  void eachChunkStandsBetweenTwoAnchors() {
    assertThat(layouts().filter(layout -> layout.frames() > 1))
        .allSatisfy(
            layout -> {
              ChunkLayout made = layout.make();
              for (ChunkLayout.Chunk chunk : made.chunks()) {
                long last = chunk.first() + chunk.count() - 1;
                assertThat(made.anchors().get(chunk.leftAnchor())).isEqualTo(chunk.leftFrame());
                assertThat(chunk.leftFrame()).isEqualTo(chunk.first());
                assertThat(chunk.rightFrame()).isGreaterThanOrEqualTo(last);
                assertThat(chunk.rightFrame()).isGreaterThan(chunk.leftFrame());
              }
            });
  }

  @Test
  void neighboursShareTheirAnchor() {
    assertThat(layouts())
        .allSatisfy(
            layout -> {
              List<ChunkLayout.Chunk> chunks = layout.make().chunks();
              for (int i = 1; i < chunks.size(); i++) {
                assertThat(chunks.get(i - 1).rightAnchor()).isEqualTo(chunks.get(i).leftAnchor());
                assertThat(chunks.get(i - 1).rightFrame()).isEqualTo(chunks.get(i).leftFrame());
              }
            });
  }

  @Test
  void anchorsAscendAndAreInsideTheFilm() {
    assertThat(layouts())
        .allSatisfy(
            layout ->
                assertThat(layout.make().anchors())
                    .isSorted()
                    .doesNotHaveDuplicates()
                    .startsWith(0L)
                    .allMatch(frame -> frame < layout.frames()));
  }

  @Test
  void openFilmEndsOnAnAnchor() {
    ChunkLayout layout = new Layout(24, 97, false).make();

    assertThat(layout.anchors()).containsExactly(0L, 24L, 48L, 72L, 96L);
    assertThat(layout.chunks()).hasSize(4);
    assertThat(layout.chunks().get(3).count()).isEqualTo(25);
  }

  @Test
  void loopEndsOnItsFirstAnchorAgain() {
    assertThat(layouts().filter(Layout::loop))
        .allSatisfy(
            layout -> {
              List<ChunkLayout.Chunk> chunks = layout.make().chunks();
              ChunkLayout.Chunk last = chunks.get(chunks.size() - 1);
              assertThat(last.rightAnchor()).isZero();
              assertThat(last.rightFrame()).isEqualTo(layout.frames());
            });
  }

  @Test
  void leadInStandsBeforeAllButTheFirst() {
    List<ChunkLayout.Chunk> chunks = new Layout(16, 96, false).make().chunks();

    assertThat(chunks).extracting(ChunkLayout.Chunk::leadIn).containsExactly(0, 3, 3, 3, 3, 3);
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void wholeFamilyHasOneChunk(int frames) {
    FamilyDescriptor family = FAMILY.toBuilder().setChunking(Chunking.WHOLE).build();

    assertThat(ChunkLayout.of(family, frames, false).chunks())
        .singleElement()
        .satisfies(chunk -> assertThat(chunk.count()).isEqualTo(frames));
  }

  static Stream<Integer> lengths() {
    return Stream.of(1, 2, 96, 300);
  }

  @Test
  void windowsAreRefusedByName() {
    FamilyDescriptor family = FAMILY.toBuilder().setChunking(Chunking.WINDOWS).build();

    assertThatThrownBy(() -> ChunkLayout.of(family, 96, false))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("chunking: WINDOWS of family 'reference' (expected: KEYFRAMES or WHOLE)");
  }
}
