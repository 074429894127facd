package io.stillwake.jobs.plan;

import io.stillwake.proto.FamilyDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How the latent frames of one film are shared out: anchors every {@code frames_per_chunk}, and
 * between two of them a chunk. All numbers are latent frames of the film.
 *
 * @param anchors ascending, the frames that the anchors are made for
 * @param chunks tile the film without gap or overlap
 */
record ChunkLayout(List<Long> anchors, List<Chunk> chunks) {

  /**
   * @param leftAnchor index into the anchors; on it the chunk starts
   * @param rightFrame where the right anchor stands; in a loop's last chunk that is the frame after
   *     the film's last, and the anchor is anchor 0
   * @param leadIn frames made before {@code first}, to be dropped again
   */
  record Chunk(
      int index,
      int first,
      int count,
      int leadIn,
      int leftAnchor,
      int rightAnchor,
      long leftFrame,
      long rightFrame) {}

  ChunkLayout {
    anchors = List.copyOf(anchors);
    chunks = List.copyOf(chunks);
  }

  /**
   * @throws UnsupportedOperationException for a family that is chunked by windows
   */
  static ChunkLayout of(FamilyDescriptor family, int latentFrames, boolean loop) {
    return switch (family.getChunking()) {
      case KEYFRAMES -> between(family.getFramesPerChunk(), family.getLeadIn(), latentFrames, loop);
      case WHOLE -> between(latentFrames, 0, latentFrames, loop);
      case WINDOWS, CHUNKING_UNSPECIFIED, UNRECOGNIZED ->
          throw new UnsupportedOperationException(
              "chunking: %s of family '%s' (expected: KEYFRAMES or WHOLE)"
                  .formatted(family.getChunking(), family.getName()));
    };
  }

  private static ChunkLayout between(int step, int leadIn, int frames, boolean loop) {
    // What closes the last chunk: the film's last frame, or the first one again.
    int closing = loop ? frames : frames - 1;
    int count = Math.max(1, (closing + step - 1) / step);
    List<Chunk> chunks = new ArrayList<>(count);
    for (int index = 0; index < count; index++) {
      int first = index * step;
      boolean last = index == count - 1;
      int end = last ? frames : first + step;
      int right = last && (loop || closing == 0) ? 0 : index + 1;
      chunks.add(
          new Chunk(
              index,
              first,
              end - first,
              Math.min(leadIn, first),
              index,
              right,
              first,
              last ? closing : end));
    }
    LongStream starts = IntStream.range(0, count).mapToLong(index -> (long) index * step);
    LongStream closings = loop || closing == 0 ? LongStream.empty() : LongStream.of(closing);
    return new ChunkLayout(LongStream.concat(starts, closings).boxed().toList(), chunks);
  }
}
