package io.stillwake.ingest.status;

import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.WorkTimings;
import java.util.Collection;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * Where the time of a render's finished items of work went, in seconds. Items run at once, so the
 * sum may be longer than the render took; what was there already cost nothing.
 *
 * @param queuedSeconds held back until it was their turn
 * @param waitingForSlotSeconds on their way to a worker, and waiting for its model server
 * @param encodeSeconds encoding and decoding pictures and video
 * @param storeSeconds writing what was made to the store
 */
public record SpentTime(
    double queuedSeconds,
    double waitingForSlotSeconds,
    double fetchSeconds,
    double modelSeconds,
    double encodeSeconds,
    double storeSeconds) {

  /** Null where no job told it. */
  static SpentTime of(Collection<RenderProgress> newestOfEachJob) {
    List<WorkTimings> told =
        newestOfEachJob.stream()
            .filter(RenderProgress::hasSpent)
            .map(RenderProgress::getSpent)
            .toList();
    return told.isEmpty()
        ? null
        : new SpentTime(
            seconds(told, WorkTimings::getQueuedMs),
            seconds(told, spent -> spent.getHandedOverMs() + spent.getSlotWaitMs()),
            seconds(told, WorkTimings::getFetchMs),
            seconds(told, WorkTimings::getModelMs),
            seconds(told, WorkTimings::getCodecMs),
            seconds(told, WorkTimings::getStoreMs));
  }

  private static double seconds(List<WorkTimings> told, ToLongFunction<WorkTimings> millis) {
    return told.stream().mapToLong(millis).sum() / 1000.0;
  }
}
