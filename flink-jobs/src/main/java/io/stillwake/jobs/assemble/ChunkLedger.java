package io.stillwake.jobs.assemble;

import io.stillwake.proto.AssembleState;
import io.stillwake.proto.ChunkStored;
import io.stillwake.proto.CrossFade;
import io.stillwake.proto.LatentSlice;
import io.stillwake.proto.PlannedChunk;
import io.stillwake.proto.PlannedSegment;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.SegmentStored;
import io.stillwake.proto.WorkResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which of a plan's chunks are stored and which of its segments are decoded. Entries are kept once,
 * in any order of arrival; what the plan does not name is refused.
 */
final class ChunkLedger {

  private final RenderPlan plan;
  private final SortedMap<Integer, WorkResult> chunks = new TreeMap<>();
  private final SortedMap<Integer, WorkResult> segments = new TreeMap<>();

  ChunkLedger(RenderPlan plan) {
    this.plan = plan;
  }

  static ChunkLedger of(AssembleState state) {
    ChunkLedger ledger = new ChunkLedger(state.getPlan());
    for (ChunkStored chunk : state.getChunksList()) {
      ledger.chunks.put(chunk.getIndex(), chunk.getResult());
    }
    for (SegmentStored segment : state.getSegmentsList()) {
      ledger.segments.put(segment.getIndex(), segment.getResult());
    }
    return ledger;
  }

  /** Whether it is news: a chunk of this plan that was not stored yet. */
  boolean store(ChunkStored chunk) {
    int index = chunk.getIndex();
    return index >= 0
        && index < plan.getChunksCount()
        && plan.getChunks(index).getWorkId().equals(chunk.getResult().getWorkId())
        && chunks.putIfAbsent(index, chunk.getResult()) == null;
  }

  /** Whether it is news: a segment of this plan that was not decoded yet. */
  boolean decoded(int index, WorkResult result) {
    return index >= 0
        && index < plan.getSegmentsCount()
        && segments.putIfAbsent(index, result) == null;
  }

  boolean isDecoded(PlannedSegment segment) {
    return segments.containsKey(segment.getIndex());
  }

  /** The segments that can be decoded and are not, in play order. */
  List<PlannedSegment> decodable() {
    return plan.getSegmentsList().stream()
        .filter(segment -> !isDecoded(segment))
        .filter(segment -> chunks.keySet().containsAll(windowChunks(segment)))
        .toList();
  }

  /**
   * The window of a segment as runs of stored chunks, in order; where it begins or ends does not
   * change what a latent frame is made of.
   *
   * @throws IllegalStateException where a chunk of it is not stored
   */
  List<LatentSlice> window(PlannedSegment segment) {
    List<LatentSlice> slices = new ArrayList<>();
    int end = segment.getWindowFirst() + segment.getWindowCount();
    for (int index : windowChunks(segment)) {
      PlannedChunk chunk = plan.getChunks(index);
      int from = Math.max(segment.getWindowFirst(), chunk.getFirstFrame());
      int to = Math.min(end, chunk.getFirstFrame() + chunk.getFrameCount());
      WorkResult stored = chunks.get(index);
      if (stored == null) {
        throw new IllegalStateException(
            "segment %d: chunk %d is not stored".formatted(segment.getIndex(), index));
      }
      LatentSlice.Builder slice =
          LatentSlice.newBuilder()
              .setLatents(stored.getOutput().getLatents().getObject())
              .setFrom(from - chunk.getFirstFrame())
              .setCount(to - from);
      fade(chunk, from, to).ifPresent(slice::setFade);
      slices.add(slice.build());
    }
    return slices;
  }

  /** The ids of the work that made a segment's window, in order. */
  List<String> windowWork(PlannedSegment segment) {
    return windowChunks(segment).stream().map(index -> plan.getChunks(index).getWorkId()).toList();
  }

  /** How many segments can be played from the start without a gap. */
  int playable() {
    int playable = 0;
    while (segments.containsKey(playable)) {
      playable++;
    }
    return playable;
  }

  int decodedCount() {
    return segments.size();
  }

  boolean complete() {
    return segments.size() == plan.getSegmentsCount();
  }

  /** Answers of the chunks so far, in play order. */
  List<WorkResult> chunks() {
    return List.copyOf(chunks.values());
  }

  /** Answers of the segments so far, in play order. */
  List<WorkResult> segments() {
    return List.copyOf(segments.values());
  }

  /** Where a window holds a part of what a chunk has in common with the one before. */
  private static Optional<CrossFade> fade(PlannedChunk chunk, int from, int to) {
    int end = Math.min(to, chunk.getFirstFrame() + chunk.getOverlap());
    return from < end
        ? Optional.of(
            CrossFade.newBuilder()
                .setFirst(from - chunk.getFirstFrame() + 1)
                .setCount(end - from)
                .setLength(chunk.getOverlap())
                .build())
        : Optional.empty();
  }

  private List<Integer> windowChunks(PlannedSegment segment) {
    int first = segment.getWindowFirst();
    int end = first + segment.getWindowCount();
    return plan.getChunksList().stream()
        .filter(
            chunk ->
                chunk.getFirstFrame() < end
                    && chunk.getFirstFrame() + chunk.getFrameCount() > first)
        .map(PlannedChunk::getIndex)
        .toList();
  }
}
