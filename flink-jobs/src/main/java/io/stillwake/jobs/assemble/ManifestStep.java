package io.stillwake.jobs.assemble;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.jobs.work.StepName;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;

/**
 * Writes one finished item of work: who did it, whether it was there already, what took how long.
 */
final class ManifestStep {

  private ManifestStep() {}

  static void write(WorkResult step, ObjectNode node) {
    node.put("kind", StepName.of(step.getKind()));
    node.put("work_id", step.getWorkId());
    node.put("attempt", step.getAttempt());
    node.put("worker", step.getWorker());
    node.put("reused", step.getOutput().getReused());
    WorkTimings timings = step.getTimings();
    if (timings.hasStartedAt()) {
      Manifest.time(node, "started_at", timings.getStartedAt());
      Manifest.time(node, "finished_at", timings.getFinishedAt());
    }
    node.put("queued_ms", timings.getQueuedMs());
    node.put("handed_over_ms", timings.getHandedOverMs());
    node.put("fetch_ms", timings.getFetchMs());
    node.put("slot_wait_ms", timings.getSlotWaitMs());
    node.put("model_ms", timings.getModelMs());
    node.put("codec_ms", timings.getCodecMs());
    node.put("store_ms", timings.getStoreMs());
  }
}
