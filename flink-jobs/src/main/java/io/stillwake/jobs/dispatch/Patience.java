package io.stillwake.jobs.dispatch;

import io.stillwake.jobs.work.RenderWork;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;

/**
 * By how many milliseconds an item lets those overtake it that are asked for later: what lets
 * playback start or a render end lets nobody, all other chunks the more the shorter they are. So
 * inside one burst the longest go first (one that starts last makes everybody wait for it), and yet
 * nothing old waits for long behind what is new.
 */
final class Patience {

  /** Chunks that a viewer sees first, in the order of play. */
  private static final int SEEN_FIRST = 4;

  private static final double STEP_OF_SEEN_FIRST_MS = 500;
  private static final double MOST_MS = 30_000;
  private static final double LEAST_OF_LATER_CHUNKS_MS = 5_000;

  /** Of chunks that are not seen first, in the mean. */
  static final double ABOUT_MS = (LEAST_OF_LATER_CHUNKS_MS + MOST_MS) / 2;

  private static final double RANGE_OF_COSTS = Math.log(CostEstimates.MOST / CostEstimates.LEAST);

  private Patience() {}

  /**
   * @param cost estimated slot-seconds, {@link CostEstimates}
   */
  static double of(WorkItem item, double cost) {
    // What was tried before has had its render wait already.
    if (item.getKind() != WorkKind.WORK_KIND_FRAMES || item.getAttempt() > 1) {
      return 0;
    }
    int chunk = chunk(item);
    if (chunk < SEEN_FIRST) {
      return STEP_OF_SEEN_FIRST_MS * (chunk + 1);
    }
    // By the cost's logarithm, so that chunks of 20 ms are told apart as those of a minute are.
    double length = Math.log(cost / CostEstimates.LEAST) / RANGE_OF_COSTS;
    return MOST_MS - (MOST_MS - LEAST_OF_LATER_CHUNKS_MS) * length;
  }

  /** Whether an item of this patience lets others overtake it. */
  static boolean isLong(double millis) {
    return millis >= LEAST_OF_LATER_CHUNKS_MS;
  }

  /** Its place among the film's chunks, near enough: lead-ins make it a little less. */
  private static int chunk(WorkItem item) {
    int firstFrame = Math.max(0, item.getOrder() - RenderWork.playOrder(0));
    return firstFrame / Math.max(1, item.getFrameCount());
  }
}
