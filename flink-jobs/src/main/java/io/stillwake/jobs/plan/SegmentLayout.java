package io.stillwake.jobs.plan;

import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.PlannedSegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a film into segments and says which latent frames each one's decode needs. Knows nothing of
 * chunks, so the same film comes out however many there are.
 *
 * <p>A decoder makes one frame of its window's first latent frame and {@code stride} of every
 * other: the window that starts at latent frame w begins with frame {@code w * stride} of the film.
 */
final class SegmentLayout {

  private SegmentLayout() {}

  /**
   * @param context frames of the film that a segment must see before and after its own
   */
  static List<PlannedSegment> of(FamilyDescriptor family, FilmLength film, int context) {
    List<PlannedSegment> segments = new ArrayList<>();
    int length = family.getSegmentFrames();
    for (int first = 0; first < film.frames(); first += length) {
      int count = Math.min(length, film.frames() - first);
      int seen = Math.max(0, first - context);
      int last = Math.min(film.frames(), first + count + context) - 1;
      int window = Math.max(0, seen / film.stride() - family.getDecodeOverlap());
      segments.add(
          PlannedSegment.newBuilder()
              .setIndex(segments.size())
              .setFirstFrame(first)
              .setFrameCount(count)
              .setWindowFirst(window)
              .setWindowCount(film.latentFrameOf(last) + 1 - window)
              .setDropFrames(first - window * film.stride())
              .build());
    }
    return segments;
  }
}
