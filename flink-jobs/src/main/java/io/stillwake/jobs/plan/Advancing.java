package io.stillwake.jobs.plan;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.family.Families;
import io.stillwake.jobs.work.Deadline;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.proto.ChunkStored;
import io.stillwake.proto.GenerateState;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.RenderCanceled;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderFailed;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One move of a render, while it is being made: the state to be, and what is to be sent. */
final class Advancing {

  private final GenerateState.Builder state;
  private final Timestamp at;
  private final List<WorkRequest> work = new ArrayList<>();
  private final List<LatentChunk> chunks = new ArrayList<>();
  private Optional<RenderEvent> event = Optional.empty();

  Advancing(GenerateState state, Instant now) {
    this.state = state.toBuilder();
    this.at = Timestamps.fromMillis(now.toEpochMilli());
  }

  GenerateState.Builder state() {
    return state;
  }

  RenderSpec spec() {
    return state.getSpec();
  }

  Made made() {
    return new Made(state.getStepsList());
  }

  /** Whether an answer is still to come. */
  boolean isWaiting() {
    return state.getIssuedCount() > 0;
  }

  Timestamp at() {
    return at;
  }

  RenderWork render() {
    return new RenderWork(
        state.getRenderId(),
        state.getTenant(),
        state.getTraceparent(),
        state.getPool(),
        state.getSpec().getWorkClass(),
        deadline());
  }

  /** Whether nobody wants the result any more. */
  boolean isLate() {
    return deadline().hasPassed(at);
  }

  private Deadline deadline() {
    return Deadline.of(state.getSpec(), state.getSubmittedAt());
  }

  void ask(WorkItem item) {
    ask(item, 0);
  }

  /** Asks for an item and waits for its answer. */
  void ask(WorkItem item, int index) {
    work.add(RenderWork.request(item));
    state.addIssued(RenderWork.issued(item, index));
  }

  void accept() {
    state.setState(RenderState.RENDER_STATE_QUEUED);
    event =
        Optional.of(
            RenderEvent.newBuilder()
                .setEventId(state.getRenderId() + "/accepted")
                .setRenderId(state.getRenderId())
                .setTenant(state.getTenant())
                .setState(RenderState.RENDER_STATE_QUEUED)
                .setAt(at)
                .setSpec(state.getSpec())
                .setSubmittedAt(state.getSubmittedAt())
                .setTraceparent(state.getTraceparent())
                .build());
  }

  /** Tells AssembleJob what is coming; the steps so far go with it. */
  void announce(RenderPlan plan) {
    chunks.add(chunk().setPlan(plan.toBuilder().addAllSteps(state.getStepsList())).build());
  }

  void announce(int index, WorkResult stored) {
    chunks.add(
        chunk().setChunk(ChunkStored.newBuilder().setIndex(index).setResult(stored)).build());
  }

  /** Every chunk is announced: what is left is to pass on a cancellation. */
  void complete() {
    state
        .setState(RenderState.RENDER_STATE_COMPLETED)
        .clearIssued()
        .clearSteps()
        .clearPlan()
        .clearHeld()
        .clearSource();
  }

  void fail(RenderError error) {
    chunks.add(
        chunk()
            .setFailed(
                RenderFailed.newBuilder()
                    .setError(error)
                    .setSpec(state.getSpec())
                    .setSubmittedAt(state.getSubmittedAt())
                    .addAllSteps(state.getStepsList()))
            .build());
    end(RenderState.RENDER_STATE_FAILED, "failed");
  }

  void cancel() {
    chunks.add(
        chunk()
            .setCanceled(
                RenderCanceled.newBuilder()
                    .setSpec(state.getSpec())
                    .setSubmittedAt(state.getSubmittedAt()))
            .build());
    end(RenderState.RENDER_STATE_CANCELED, "canceled");
  }

  /**
   * An end that AssembleJob will publish needs no progress of ours.
   *
   * @param families by whose costs its remaining work is estimated
   */
  Advanced done(Families families) {
    boolean over =
        state.getState() == RenderState.RENDER_STATE_FAILED
            || state.getState() == RenderState.RENDER_STATE_CANCELED;
    if (!over) {
      state.setSequence(state.getSequence() + 1);
    }
    GenerateState now = state.build();
    return new Advanced(
        now,
        work,
        chunks,
        over
            ? List.of()
            : List.of(GenerateProgress.of(now, EstimateRemaining.of(now, families), at)),
        event.stream().toList());
  }

  private void end(RenderState ended, String reason) {
    work.clear();
    work.add(render().drop(reason));
    GenerateState was = state.build();
    state
        .clear()
        .setRenderId(was.getRenderId())
        .setTenant(was.getTenant())
        .setTraceparent(was.getTraceparent())
        .setState(ended);
  }

  private LatentChunk.Builder chunk() {
    return LatentChunk.newBuilder()
        .setRenderId(state.getRenderId())
        .setTenant(state.getTenant())
        .setTraceparent(state.getTraceparent());
  }
}
