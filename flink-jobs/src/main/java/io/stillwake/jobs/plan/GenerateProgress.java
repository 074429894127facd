package io.stillwake.jobs.plan;

import com.google.protobuf.Timestamp;
import io.stillwake.jobs.work.RemainingWork;
import io.stillwake.jobs.work.StepName;
import io.stillwake.proto.GenerateState;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.StageProgress;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import java.util.List;

/** GenerateJob's view of a render, told after every move. */
final class GenerateProgress {

  private GenerateProgress() {}

  /**
   * @param remaining as far as GenerateJob answers for it
   */
  static RenderProgress of(GenerateState state, RemainingWork remaining, Timestamp at) {
    return RenderProgress.newBuilder()
        .setRenderId(state.getRenderId())
        .setTenant(state.getTenant())
        .setTraceparent(state.getTraceparent())
        .setJob("generate")
        .setSequence(state.getSequence())
        .setState(told(state.getState()))
        .setAt(at)
        .addAllStages(stages(state))
        .setSpec(state.getSpec())
        .setSubmittedAt(state.getSubmittedAt())
        .addAllWarnings(state.getWarningsList())
        .setSpent(state.getSpent())
        .setRemainingSeconds(remaining.seconds())
        .setRemainingChainSeconds(remaining.chainSeconds())
        .build();
  }

  /** Done here is not done: the film is still to be decoded and assembled. */
  private static RenderState told(RenderState state) {
    return state == RenderState.RENDER_STATE_COMPLETED ? RenderState.RENDER_STATE_RUNNING : state;
  }

  private static List<StageProgress> stages(GenerateState state) {
    return state.getStagesList().stream().map(kind -> stage(state, kind)).toList();
  }

  private static StageProgress stage(GenerateState state, WorkKind kind) {
    if (kind == WorkKind.WORK_KIND_FRAMES) {
      return stage(kind, state.getChunksDone(), state.getChunksTotal());
    }
    boolean done =
        state.getState() == RenderState.RENDER_STATE_COMPLETED
            || state.getStepsList().stream().map(WorkResult::getKind).anyMatch(kind::equals);
    return stage(kind, done ? 1 : 0, 1);
  }

  private static StageProgress stage(WorkKind kind, int done, int total) {
    return StageProgress.newBuilder()
        .setStage(StepName.of(kind))
        .setDone(done)
        .setTotal(total)
        .build();
  }
}
