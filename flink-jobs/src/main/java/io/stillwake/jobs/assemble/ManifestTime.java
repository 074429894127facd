package io.stillwake.jobs.assemble;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.proto.WorkTimings;

/**
 * Writes where the time of a render's items went, under the names that the API has. In seconds,
 * summed over items that ran at once.
 */
final class ManifestTime {

  private ManifestTime() {}

  static void write(WorkTimings spent, ObjectNode node) {
    node.put("queued_seconds", seconds(spent.getQueuedMs()))
        .put("waiting_for_slot_seconds", seconds(spent.getHandedOverMs() + spent.getSlotWaitMs()))
        .put("fetch_seconds", seconds(spent.getFetchMs()))
        .put("model_seconds", seconds(spent.getModelMs()))
        .put("encode_seconds", seconds(spent.getCodecMs()))
        .put("store_seconds", seconds(spent.getStoreMs()));
  }

  private static double seconds(long millis) {
    return millis / 1000.0;
  }
}
