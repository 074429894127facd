package io.stillwake.jobs.assemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stillwake.proto.ChunkStored;
import io.stillwake.proto.LatentSlice;
import io.stillwake.proto.PlannedSegment;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.WorkResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ChunkLedgerTest {

  private final ChunkLedger ledger = new ChunkLedger(SomePlan.FILM);

  @Test
  void segmentIsDecodableWhenItsWholeWindowIsStored() {
    store(0);
    assertThat(decodable()).isEmpty();
    store(1);
    assertThat(decodable()).containsExactly(0);
    store(3);
    assertThat(decodable()).containsExactly(0, 2);
    store(2);
    assertThat(decodable()).containsExactly(0, 1, 2);
  }

  @Test
  void decodedSegmentIsNotDecodableAgain() {
    store(0);
    store(1);
    ledger.decoded(0, WorkResult.getDefaultInstance());

    assertThat(decodable()).isEmpty();
  }

  @Test
  void windowIsStitchedOfRunsInsideChunks() {
    for (int i = 0; i < 4; i++) {
      store(i);
    }

    assertThat(runs(0)).containsExactly("0+15", "0+9");
    assertThat(runs(1)).containsExactly("9+6", "0+15", "0+3");
    assertThat(runs(2)).containsExactly("3+12");
  }

  @Test
  void windowsTogetherHoldEveryLatentFrameOnce() {
    for (int i = 0; i < 4; i++) {
      store(i);
    }

    assertThat(
            SomePlan.FILM.getSegmentsList().stream()
                .flatMap(segment -> ledger.window(segment).stream())
                .mapToInt(LatentSlice::getCount)
                .sum())
        .isEqualTo(60);
  }

  @Test
  void windowOfAMissingChunkIsRefused() {
    store(0);

    assertThatThrownBy(() -> ledger.window(SomePlan.FILM.getSegments(0)))
        .hasMessage("segment 0: chunk 1 is not stored");
  }

  /** Chunks of 15 latent frames, of which each has 4 in common with the one before. */
  @Test
  void runsOfAnOverlapSayWhereInItsFadeTheyAre() {
    ChunkLedger windows = new ChunkLedger(overlapping());
    for (int i = 0; i < 4; i++) {
      assertThat(windows.store(SomePlan.chunk(i).getChunk())).isTrue();
    }

    assertThat(runs(windows, 0, 24)).containsExactly("0+15", "0+13 fade 1+4/4", "0+2 fade 1+2/4");
    // From inside the first overlap, latent frames 11 to 14.
    assertThat(runs(windows, 13, 5)).containsExactly("13+2", "2+5 fade 3+2/4");
    // To its first latent frame alone, and from its last.
    assertThat(runs(windows, 10, 2)).containsExactly("10+2", "0+1 fade 1+1/4");
    assertThat(runs(windows, 14, 2)).containsExactly("14+1", "3+2 fade 4+1/4");
    assertThat(runs(windows, 15, 7)).containsExactly("4+7");
  }

  @Test
  void aSegmentWaitsForBothSidesOfItsFade() {
    ChunkLedger windows =
        new ChunkLedger(
            overlapping().toBuilder().clearSegments().addSegments(segment(10, 2)).build());
    windows.store(SomePlan.chunk(0).getChunk());
    assertThat(windows.decodable()).isEmpty();
    windows.store(SomePlan.chunk(1).getChunk());

    assertThat(windows.decodable()).hasSize(1);
    assertThat(windows.windowWork(windows.decodable().get(0))).hasSize(2);
  }

  @Test
  void theOrderInWhichChunksCameChangesNoWindow() {
    List<Integer> order = new ArrayList<>(List.of(0, 1, 2, 3));
    List<List<LatentSlice>> windows = new ArrayList<>();
    for (int seed = 0; seed < 10; seed++) {
      Collections.shuffle(order, new Random(seed));
      ChunkLedger shuffled = new ChunkLedger(overlapping());
      order.forEach(index -> shuffled.store(SomePlan.chunk(index).getChunk()));
      windows.add(shuffled.window(segment(3, 40)));
    }

    assertThat(windows).containsOnly(windows.get(0));
  }

  private static RenderPlan overlapping() {
    RenderPlan.Builder plan = SomePlan.FILM.toBuilder();
    for (int i = 1; i < plan.getChunksCount(); i++) {
      plan.getChunksBuilder(i).setFirstFrame(11 * i).setOverlap(4);
    }
    return plan.build();
  }

  private static PlannedSegment segment(int first, int count) {
    return PlannedSegment.newBuilder().setWindowFirst(first).setWindowCount(count).build();
  }

  private static List<String> runs(ChunkLedger ledger, int first, int count) {
    return ledger.window(segment(first, count)).stream()
        .map(
            slice ->
                slice.getFrom()
                    + "+"
                    + slice.getCount()
                    + (slice.hasFade()
                        ? " fade %d+%d/%d"
                            .formatted(
                                slice.getFade().getFirst(),
                                slice.getFade().getCount(),
                                slice.getFade().getLength())
                        : ""))
        .toList();
  }

  @Test
  void duplicatesAreNoNews() {
    ChunkStored chunk = SomePlan.chunk(0).getChunk();

    assertThat(ledger.store(chunk)).isTrue();
    assertThat(ledger.store(chunk)).isFalse();
    assertThat(ledger.decoded(1, WorkResult.getDefaultInstance())).isTrue();
    assertThat(ledger.decoded(1, WorkResult.getDefaultInstance())).isFalse();
  }

  @Test
  void whatThePlanDoesNotNameIsRefused() {
    ChunkStored chunk = SomePlan.chunk(0).getChunk();

    assertThat(ledger.store(chunk.toBuilder().setIndex(1).build())).isFalse();
    assertThat(ledger.store(chunk.toBuilder().setIndex(4).build())).isFalse();
    assertThat(ledger.store(chunk.toBuilder().setIndex(-1).build())).isFalse();
    assertThat(ledger.decoded(3, WorkResult.getDefaultInstance())).isFalse();
  }

  @Test
  void playableCountsFromTheStartWithoutAGap() {
    ledger.decoded(1, WorkResult.getDefaultInstance());
    assertThat(ledger.playable()).isZero();
    ledger.decoded(0, WorkResult.getDefaultInstance());
    assertThat(ledger.playable()).isEqualTo(2);
    assertThat(ledger.complete()).isFalse();
    ledger.decoded(2, WorkResult.getDefaultInstance());
    assertThat(ledger.complete()).isTrue();
  }

  private void store(int index) {
    assertThat(ledger.store(SomePlan.chunk(index).getChunk())).isTrue();
  }

  private List<Integer> decodable() {
    return ledger.decodable().stream().map(PlannedSegment::getIndex).toList();
  }

  private List<String> runs(int segment) {
    return ledger.window(SomePlan.FILM.getSegments(segment)).stream()
        .map(slice -> slice.getFrom() + "+" + slice.getCount())
        .toList();
  }
}
