package io.stillwake.jobs.plan;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.storage.family.ChunkingRules;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How the latent frames of one film are shared out. All numbers are latent frames of the film.
 *
 * <p>An anchor is the latent of a single picture. Where that is what the film has there as well,
 * the chunk after the anchor begins on it. Where a latent frame holds a run of frames, and in
 * windows, the chunk before ends on the anchor's latent frame; the chunk after makes it again, as
 * the picture to go on from, and drops it.
 *
 * @param anchors ascending, the latent frames that the anchors are made for; empty for a family
 *     that makes none
 * @param chunks each latent frame of the film is in one of them, those of an overlap in two
 */
record ChunkLayout(List<Long> anchors, List<Chunk> chunks) {

  /**
   * @param first of the latent frames that are kept
   * @param leadIn latent frames made before {@code first}, to be dropped again
   * @param overlap the first so many of {@code count} are the last of the chunk before, too
   */
  record Chunk(
      int index,
      int first,
      int count,
      int leadIn,
      int overlap,
      Optional<Anchor> left,
      Optional<Anchor> right) {

    int end() {
      return first + count;
    }

    /** How many latent frames a model makes of it. */
    int made() {
      return leadIn + count;
    }
  }

  /**
   * @param index into the anchors
   * @param frame where it stands; at the end of a loop that is where the film begins again, and the
   *     anchor is anchor 0
   */
  record Anchor(int index, long frame) {}

  ChunkLayout {
    anchors = List.copyOf(anchors);
    chunks = List.copyOf(chunks);
  }

  /**
   * @param loop whether the film leads back to its first frame; of a family that can
   */
  static ChunkLayout of(FamilyDescriptor family, FilmLength film, boolean loop) {
    return switch (family.getChunking()) {
      case KEYFRAMES -> keyframes(family, film, loop);
      case WINDOWS -> windows(family.getFramesPerChunk(), family.getOverlap(), film.latentFrames());
      case WHOLE -> whole(film.latentFrames());
      case CHUNKING_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException(
              "chunking: %s of family '%s' (expected: KEYFRAMES, WINDOWS or WHOLE)"
                  .formatted(family.getChunking(), family.getName()));
    };
  }

  /** Every chunk between two anchors. */
  private static ChunkLayout keyframes(FamilyDescriptor family, FilmLength film, boolean loop) {
    int step = family.getFramesPerChunk();
    int frames = film.latentFrames();
    boolean again = ChunkingRules.leadsInWithItsAnchor(family);
    // What closes the last chunk: the film's last latent frame, or the first one again.
    int closing = loop ? film.latentFrameOf(film.frames()) : frames - 1;
    // A chunk that begins by what is dropped again must not begin on the last latent frame.
    int count = Math.max(1, ceil(again ? frames - 1 : closing, step));
    boolean back = loop || closing == 0;
    List<Chunk> chunks =
        IntStream.range(0, count)
            .mapToObj(
                index -> {
                  boolean last = index == count - 1;
                  int left = index * step;
                  int right = last ? closing : left + step;
                  int first = again && index > 0 ? left + 1 : left;
                  int end = last ? frames : again ? right + 1 : right;
                  return new Chunk(
                      index,
                      first,
                      end - first,
                      again ? first - left : Math.min(family.getLeadIn(), first),
                      0,
                      Optional.of(new Anchor(index, left)),
                      Optional.of(new Anchor(last && back ? 0 : index + 1, right)));
                })
            .toList();
    return new ChunkLayout(
        anchors(count, step, back ? List.of() : List.of((long) closing)), chunks);
  }

  /** Every chunk from one anchor on, and a little into the next chunk. */
  private static ChunkLayout windows(int step, int overlap, int frames) {
    // The chunk before reaches so far that what would be left is no chunk of its own.
    int count = Math.max(1, ceil(frames - 1 - overlap, step));
    List<Chunk> chunks =
        IntStream.range(0, count)
            .mapToObj(
                index -> {
                  int left = index * step;
                  int leadIn = index > 0 ? 1 : 0;
                  int end = index == count - 1 ? frames : left + step + overlap + 1;
                  return new Chunk(
                      index,
                      left + leadIn,
                      end - left - leadIn,
                      leadIn,
                      index > 0 ? overlap : 0,
                      Optional.of(new Anchor(index, left)),
                      Optional.empty());
                })
            .toList();
    return new ChunkLayout(anchors(count, step, List.of()), chunks);
  }

  private static ChunkLayout whole(int frames) {
    return new ChunkLayout(
        List.of(), List.of(new Chunk(0, 0, frames, 0, 0, Optional.empty(), Optional.empty())));
  }

  private static List<Long> anchors(int chunks, int step, List<Long> closing) {
    LongStream starts = IntStream.range(0, chunks).mapToLong(index -> (long) index * step);
    return LongStream.concat(starts, closing.stream().mapToLong(Long::longValue)).boxed().toList();
  }

  private static int ceil(int length, int step) {
    return Math.floorDiv(length + step - 1, step);
  }
}
