package io.stillwake.jobs.work;

import io.stillwake.proto.PlannedSegment;
import io.stillwake.proto.RenderPlan;
import java.util.function.Predicate;

/** What it takes to make a film of its latents. In slot-seconds. */
public final class FilmCosts {

  /** Copies and one pass of a muxer. */
  public static final double ASSEMBLE = 0.5;

  private FilmCosts() {}

  /** How many frames are decoded to make a segment, its overlap included. */
  public static int decodedFrames(RenderPlan plan, PlannedSegment segment) {
    return 1 + (segment.getWindowCount() - 1) * plan.getTemporalStride();
  }

  /**
   * To the end of a render whose latents, if it has any, are all there.
   *
   * @param missing which segments are not decoded yet
   */
  public static RemainingWork remaining(RenderPlan plan, Predicate<PlannedSegment> missing) {
    return plan.getSegmentsList().stream()
        .filter(missing)
        .map(segment -> RemainingWork.item(plan.getDecodeCost() * decodedFrames(plan, segment)))
        .reduce(RemainingWork.NONE, RemainingWork::beside)
        .then(RemainingWork.item(ASSEMBLE));
  }
}
