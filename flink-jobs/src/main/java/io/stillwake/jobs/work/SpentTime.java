package io.stillwake.jobs.work;

import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import java.util.List;

/**
 * Adds up where the time of finished items went. Items run at once, so a sum may be longer than the
 * render took. An output that was there already costs its render nothing, and adds nothing: its
 * timings are those of the attempt that made it, which may have been another render's.
 */
public final class SpentTime {

  private SpentTime() {}

  public static WorkTimings of(List<WorkResult> results) {
    WorkTimings sum = WorkTimings.getDefaultInstance();
    for (WorkResult result : results) {
      sum = plus(sum, result);
    }
    return sum;
  }

  /**
   * @return without the times of beginning and end, which a sum has not
   */
  public static WorkTimings plus(WorkTimings sum, WorkResult result) {
    if (!result.hasOutput() || result.getOutput().getReused()) {
      return sum;
    }
    WorkTimings more = result.getTimings();
    return WorkTimings.newBuilder()
        .setQueuedMs(sum.getQueuedMs() + more.getQueuedMs())
        .setHandedOverMs(sum.getHandedOverMs() + more.getHandedOverMs())
        .setFetchMs(sum.getFetchMs() + more.getFetchMs())
        .setSlotWaitMs(sum.getSlotWaitMs() + more.getSlotWaitMs())
        .setModelMs(sum.getModelMs() + more.getModelMs())
        .setCodecMs(sum.getCodecMs() + more.getCodecMs())
        .setStoreMs(sum.getStoreMs() + more.getStoreMs())
        .build();
  }
}
