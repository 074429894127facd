package io.stillwake.jobs.assemble;

import io.stillwake.jobs.failure.RenderErrors;
import io.stillwake.jobs.work.EarlyResults;
import io.stillwake.proto.AssembleState;
import io.stillwake.proto.ChunkStored;
import io.stillwake.proto.IssuedWork;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.RenderCanceled;
import io.stillwake.proto.RenderEnding;
import io.stillwake.proto.RenderFailed;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import java.time.Instant;
import java.util.Optional;

/**
 * The way of one render from its plan to its end: chunks make windows, windows are decoded to
 * segments, all segments are assembled. Pure: state and content in, state and messages out; what
 * changes nothing gives an empty answer. The first of film, failure and cancellation ends it.
 */
final class AssemblySteps {

  private AssemblySteps() {}

  /**
   * @param state the default instance where nothing is known of the render
   */
  static Optional<Assembled> hear(AssembleState state, LatentChunk content, Instant now) {
    return switch (content.getContentCase()) {
      case PLAN ->
          isSame(state.getPlan(), content.getPlan())
              ? Optional.empty()
              : Optional.of(planned(state, content, now));
      case CHUNK -> state.hasPlan() ? stored(state, content.getChunk(), now) : Optional.empty();
      case FAILED -> Optional.of(failed(of(state, content, now), content.getFailed()));
      case CANCELED -> Optional.of(canceled(of(state, content, now), content.getCanceled()));
      case CONTENT_NOT_SET -> Optional.empty();
    };
  }

  /** A worker's answer. Only to what {@code issued} names is an answer waited for. */
  static Optional<Assembled> finish(AssembleState state, WorkResult result, Instant now) {
    return state.getIssuedList().stream()
        .filter(item -> item.getWorkId().equals(result.getWorkId()))
        .filter(item -> EarlyResults.decides(result))
        .findFirst()
        .map(item -> answered(new Assembling(state, now), item, result));
  }

  /** The steps before it may have been answered anew: who did them plans nothing. */
  private static boolean isSame(RenderPlan known, RenderPlan plan) {
    return known.toBuilder().clearSteps().build().equals(plan.toBuilder().clearSteps().build());
  }

  /**
   * A plan that differs from the one before replaces it: GenerateJob went back to a checkpoint and
   * planned anew by another version of the family, and its chunks will be of the new plan.
   */
  private static Assembled planned(AssembleState state, LatentChunk content, Instant now) {
    AssembleState fresh =
        AssembleState.newBuilder()
            .setRenderId(content.getRenderId())
            .setTenant(content.getTenant())
            .setTraceparent(content.getTraceparent())
            .setPlan(content.getPlan())
            .setSequence(state.getSequence())
            .build();
    Assembling assembling = new Assembling(fresh, now);
    if (assembling.isLate()) {
      return late(assembling);
    }
    if (content.getPlan().getSegmentsCount() == 0) {
      assembling.askToAssemble();
    }
    return assembling.progressed();
  }

  private static Optional<Assembled> stored(AssembleState state, ChunkStored chunk, Instant now) {
    Assembling assembling = new Assembling(state, now);
    if (!assembling.ledger().store(chunk)) {
      return Optional.empty();
    }
    assembling.state().addChunks(chunk);
    if (assembling.isLate()) {
      return Optional.of(late(assembling));
    }
    assembling.askToDecode();
    return Optional.of(assembling.quiet());
  }

  private static Assembled answered(Assembling assembling, IssuedWork item, WorkResult result) {
    AssembleState.Builder state = assembling.state();
    state.removeIssued(state.getIssuedList().indexOf(item));
    if (result.hasFailure()) {
      return assembling.ended(
          assembling.ending(RenderState.RENDER_STATE_FAILED).setError(RenderErrors.of(result)));
    }
    assembling.spend(result);
    if (item.getKind() == WorkKind.WORK_KIND_ASSEMBLE) {
      return assembling.ended(
          assembling
              .ending(RenderState.RENDER_STATE_COMPLETED)
              .addSteps(result)
              .setFilm(assembling.withRegions(result.getOutput().getFilm())));
    }
    assembling.decoded(item.getIndex(), result);
    if (assembling.isLate()) {
      return late(assembling);
    }
    if (assembling.ledger().complete()) {
      assembling.askToAssemble();
    }
    return assembling.progressed();
  }

  /** A film that is there all the same is given out; one that is not is not gone on with. */
  private static Assembled late(Assembling assembling) {
    RenderSpec spec = assembling.state().getPlan().getSpec();
    return assembling.ended(
        assembling
            .ending(RenderState.RENDER_STATE_FAILED)
            .setError(RenderErrors.deadlinePassed(spec)));
  }

  private static Assembled failed(Assembling assembling, RenderFailed failed) {
    RenderEnding.Builder ending =
        assembling.ending(RenderState.RENDER_STATE_FAILED).setError(failed.getError());
    if (!assembling.state().hasPlan()) {
      ending
          .setSpec(failed.getSpec())
          .setSubmittedAt(failed.getSubmittedAt())
          .addAllSteps(failed.getStepsList());
    }
    return assembling.ended(ending);
  }

  private static Assembled canceled(Assembling assembling, RenderCanceled canceled) {
    RenderEnding.Builder ending = assembling.ending(RenderState.RENDER_STATE_CANCELED);
    if (!assembling.state().hasPlan()) {
      ending.setSpec(canceled.getSpec()).setSubmittedAt(canceled.getSubmittedAt());
    }
    return assembling.ended(ending);
  }

  /** An end may come before the plan. */
  private static Assembling of(AssembleState state, LatentChunk content, Instant now) {
    return new Assembling(
        state.toBuilder()
            .setRenderId(content.getRenderId())
            .setTenant(content.getTenant())
            .setTraceparent(content.getTraceparent())
            .build(),
        now);
  }
}
