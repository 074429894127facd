package io.stillwake.jobs.assemble;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.work.FilmCosts;
import io.stillwake.jobs.work.RemainingWork;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.jobs.work.SpentTime;
import io.stillwake.jobs.work.StepName;
import io.stillwake.proto.AssembleState;
import io.stillwake.proto.AssemblyUpdate;
import io.stillwake.proto.Film;
import io.stillwake.proto.IssuedWork;
import io.stillwake.proto.PlannedSegment;
import io.stillwake.proto.RenderEnding;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.SegmentStored;
import io.stillwake.proto.StageProgress;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkRequest;
import io.stillwake.proto.WorkResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One move of a render's assembly, while it is being made. */
final class Assembling {

  private final AssembleState.Builder state;
  private final Timestamp at;
  private final FilmWork film;
  private final ChunkLedger ledger;
  private final List<WorkRequest> work = new ArrayList<>();
  private String playlist = "";

  Assembling(AssembleState state, Instant now) {
    this.state = state.toBuilder();
    this.at = Timestamps.fromMillis(now.toEpochMilli());
    this.film = new FilmWork(state);
    this.ledger = ChunkLedger.of(state);
  }

  AssembleState.Builder state() {
    return state;
  }

  ChunkLedger ledger() {
    return ledger;
  }

  /** Whether nobody wants the film any more. */
  boolean isLate() {
    return film.render().deadline().hasPassed(at);
  }

  void spend(WorkResult result) {
    state.setSpent(SpentTime.plus(state.getSpent(), result));
  }

  /** Every segment whose window is complete and that was not asked for yet, in play order. */
  void askToDecode() {
    Set<Integer> asked =
        state.getIssuedList().stream().map(IssuedWork::getIndex).collect(Collectors.toSet());
    for (PlannedSegment segment : ledger.decodable()) {
      if (!asked.contains(segment.getIndex())) {
        ask(film.decode(ledger, segment, at), segment.getIndex());
      }
    }
  }

  void askToAssemble() {
    ask(film.assemble(ledger, at), 0);
  }

  void decoded(int index, WorkResult result) {
    int before = ledger.playable();
    ledger.decoded(index, result);
    state.addSegments(SegmentStored.newBuilder().setIndex(index).setResult(result));
    if (ledger.playable() > before) {
      playlist = film.playlistText(ledger.playable());
    }
  }

  /** An end in the words of what is known so far. */
  RenderEnding.Builder ending(RenderState ended) {
    RenderEnding.Builder ending = RenderEnding.newBuilder().setState(ended).setAt(at);
    if (state.hasPlan()) {
      ending
          .setSpec(state.getPlan().getSpec())
          .setSubmittedAt(state.getPlan().getSubmittedAt())
          .setPlan(state.getPlan())
          .addAllSteps(state.getPlan().getStepsList())
          .addAllSteps(ledger.chunks())
          .addAllSteps(ledger.segments());
    }
    return ending;
  }

  /** The maps were drawn and published long before. */
  Film withRegions(Film film) {
    return film.toBuilder().addAllRegions(state.getPlan().getRegions().getPicturesList()).build();
  }

  /** Nothing to tell anybody. */
  Assembled quiet() {
    return new Assembled(state.build(), work, Optional.empty());
  }

  Assembled progressed() {
    RenderProgress progress = progress(0);
    return new Assembled(
        state.build(),
        work,
        Optional.of(update().setPlaylist(playlist).setProgress(progress).build()));
  }

  /**
   * Work of ours may have been asked for after GenerateJob's drop, so an end that is no film drops
   * once more.
   */
  Assembled ended(RenderEnding.Builder ending) {
    AssemblyUpdate.Builder update = update().setEnding(ending);
    if (ending.getState() == RenderState.RENDER_STATE_COMPLETED) {
      update.setProgress(progress(1));
    } else {
      work.add(
          film.render()
              .drop(ending.getState() == RenderState.RENDER_STATE_FAILED ? "failed" : "canceled"));
    }
    return new Assembled(state.build(), work, Optional.of(update.build()));
  }

  private void ask(WorkItem item, int index) {
    work.add(RenderWork.request(item));
    state.addIssued(RenderWork.issued(item, index));
  }

  private AssemblyUpdate.Builder update() {
    return AssemblyUpdate.newBuilder()
        .setRenderId(state.getRenderId())
        .setTenant(state.getTenant())
        .setTraceparent(state.getTraceparent());
  }

  private RenderProgress progress(int assembled) {
    state.setSequence(state.getSequence() + 1);
    RemainingWork remaining =
        assembled == 1
            ? RemainingWork.NONE
            : FilmCosts.remaining(state.getPlan(), segment -> !ledger.isDecoded(segment));
    RenderProgress.Builder progress =
        RenderProgress.newBuilder()
            .setRenderId(state.getRenderId())
            .setTenant(state.getTenant())
            .setTraceparent(state.getTraceparent())
            .setJob("assemble")
            .setSequence(state.getSequence())
            .setState(RenderState.RENDER_STATE_RUNNING)
            .setAt(at)
            .setPlayableSegments(ledger.playable())
            .setSpent(state.getSpent())
            .setRemainingSeconds(remaining.seconds())
            .setRemainingChainSeconds(remaining.chainSeconds())
            .addAllWarnings(state.getPlan().getWarningsList());
    int segments = state.getPlan().getSegmentsCount();
    if (segments > 0) {
      progress.addStages(stage(WorkKind.WORK_KIND_DECODE, ledger.decodedCount(), segments));
    }
    progress.addStages(stage(WorkKind.WORK_KIND_ASSEMBLE, assembled, 1));
    if (ledger.playable() > 0) {
      progress.setPlaylist(film.playlist());
    }
    return progress.build();
  }

  private static StageProgress stage(WorkKind kind, int done, int total) {
    return StageProgress.newBuilder()
        .setStage(StepName.of(kind))
        .setDone(done)
        .setTotal(total)
        .build();
  }
}
