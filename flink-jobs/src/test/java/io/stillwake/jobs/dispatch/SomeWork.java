package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.FramesTask;
import io.stillwake.proto.ModelCall;
import io.stillwake.proto.PoolNews;
import io.stillwake.proto.RenderDropped;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkFailure;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkOutput;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import io.stillwake.proto.WorkerStatus;

/** Items and news for tests, all of one pool. */
final class SomeWork {

  static final String POOL = "cpu";

  private SomeWork() {}

  static WorkItem item(String render, String work) {
    return WorkItem.newBuilder()
        .setRenderId(render)
        .setWorkId(work)
        .setTenant("acme")
        .setKind(WorkKind.WORK_KIND_FRAMES)
        .setPool(POOL)
        .setWorkClass(WorkClass.WORK_CLASS_INTERACTIVE)
        .setCostSeconds(1)
        .build();
  }

  /** As {@link #item}, and its model is known, so that its cost can be learnt. */
  static WorkItem frames(String render, String work) {
    return frames(render, work, "model");
  }

  static WorkItem frames(String render, String work, String model) {
    return item(render, work).toBuilder()
        .setFrames(FramesTask.newBuilder().setCall(ModelCall.newBuilder().setModel(model)))
        .build();
  }

  static Waiting waiting(String tenant, double cost, long arrival) {
    return new Waiting(
        new ItemKey("render-" + tenant, "work-" + arrival),
        tenant,
        WorkClass.WORK_CLASS_INTERACTIVE,
        cost,
        0,
        0,
        0,
        9,
        arrival);
  }

  static PoolNews requested(WorkItem item) {
    return PoolNews.newBuilder().setPool(item.getPool()).setRequested(item).build();
  }

  static PoolNews dropped(String render) {
    return PoolNews.newBuilder()
        .setPool(POOL)
        .setDropped(RenderDropped.newBuilder().setRenderId(render).setTenant("acme"))
        .build();
  }

  static PoolNews heard(String worker, int slots, long at) {
    return ToPool.heard(
        WorkerStatus.newBuilder()
            .setWorker(worker)
            .setPool(POOL)
            .setSlots(slots)
            .setAt(Timestamps.fromMillis(at))
            .build());
  }

  static PoolNews done(WorkItem item) {
    return ToPool.answered(result(item).setOutput(WorkOutput.getDefaultInstance()).build());
  }

  /** Answered by this copy of the attempt, after the model ran for so long. */
  static PoolNews done(WorkItem item, double seconds) {
    return ToPool.answered(
        result(item)
            .setOutput(WorkOutput.getDefaultInstance())
            .setTimings(WorkTimings.newBuilder().setModelMs(Math.round(seconds * 1000)))
            .build());
  }

  /** Found, not made. */
  static PoolNews reused(WorkItem item, double seconds) {
    return ToPool.answered(
        done(item, seconds).getAnswered().toBuilder()
            .setOutput(WorkOutput.newBuilder().setReused(true))
            .build());
  }

  static PoolNews failed(WorkItem item, String code) {
    return ToPool.answered(result(item).setFailure(WorkFailure.newBuilder().setCode(code)).build());
  }

  static PoolNews failedForGood(WorkItem item, String code) {
    return ToPool.answered(
        result(item).setFailure(WorkFailure.newBuilder().setCode(code).setFinal(true)).build());
  }

  private static WorkResult.Builder result(WorkItem item) {
    return WorkResult.newBuilder()
        .setRenderId(item.getRenderId())
        .setWorkId(item.getWorkId())
        .setTenant(item.getTenant())
        .setPool(item.getPool())
        .setAttempt(item.getAttempt())
        .setCopy(item.getCopy());
  }
}
