package io.stillwake.jobs.plan;

import io.stillwake.jobs.failure.RenderErrors;
import io.stillwake.jobs.family.CheckSpec;
import io.stillwake.jobs.family.Families;
import io.stillwake.jobs.work.EarlyResults;
import io.stillwake.jobs.work.SpentTime;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.GenerateState;
import io.stillwake.proto.IssuedWork;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.TicketNews;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The way of one render up to its last chunk: upload, prepare, restore, maps of its regions beside
 * stylize, plan, anchors where the family makes them, then all chunks at once. What is not asked
 * for is passed over. Pure: state and news in, state and messages out. News that changes nothing (a
 * duplicate, an answer that nobody waits for) gives an empty answer.
 */
final class RenderSteps {

  private final Families families;
  private final CheckSpec check;

  RenderSteps(Families families) {
    this.families = families;
    this.check = new CheckSpec(families);
  }

  /** News of a render that is not known yet. */
  Optional<Advanced> begin(TicketNews news, Instant now) {
    return news.hasSubmitted() ? Optional.of(submitted(news, now)) : Optional.empty();
  }

  /** News of a render that was submitted. */
  Optional<Advanced> hear(GenerateState state, TicketNews news, Instant now) {
    Advancing advancing = new Advancing(state, now);
    boolean waits = state.getState() == RenderState.RENDER_STATE_AWAITING_UPLOAD;
    boolean over =
        state.getState() == RenderState.RENDER_STATE_FAILED
            || state.getState() == RenderState.RENDER_STATE_CANCELED;
    if (news.hasUploaded() && waits) {
      uploaded(advancing, news.getUploaded());
    } else if (news.hasRejected() && waits) {
      advancing.fail(news.getRejected());
    } else if (news.hasCanceled() && !over) {
      advancing.cancel();
    } else {
      return Optional.empty();
    }
    return Optional.of(advancing.done(families));
  }

  /** A worker's answer. Only to what {@code issued} names is an answer waited for. */
  Optional<Advanced> finish(GenerateState state, WorkResult result, Instant now) {
    return state.getIssuedList().stream()
        .filter(item -> item.getWorkId().equals(result.getWorkId()) && EarlyResults.decides(result))
        .findFirst()
        .map(item -> answered(new Advancing(state, now), item, result));
  }

  private Advanced submitted(TicketNews news, Instant now) {
    Advancing advancing = new Advancing(GenerateState.getDefaultInstance(), now);
    GenerateState.Builder state =
        advancing
            .state()
            .setRenderId(news.getRenderId())
            .setTenant(news.getTenant())
            .setTraceparent(news.getTraceparent())
            .setSpec(news.getSubmitted().getSpec())
            .setSubmittedAt(news.getSubmitted().getSubmittedAt())
            .setState(RenderState.RENDER_STATE_AWAITING_UPLOAD);
    // A spec that cannot be planned is rejected by intake, in the news that follows this.
    if (check.check(state.getSpec()).isEmpty()) {
      FamilyDescriptor family = families.find(state.getSpec().getFamily()).orElseThrow();
      state.setPool(family.getPool());
      state.addAllStages(Stages.of(state.getSpec(), family));
      state.setChunksTotal(ClipPlanner.chunks(family, state.getSpec()));
    }
    return advancing.done(families);
  }

  private void uploaded(Advancing advancing, ObjectRef source) {
    if (advancing.isLate()) {
      advancing.fail(RenderErrors.deadlinePassed(advancing.spec()));
      return;
    }
    withFamily(
        advancing,
        family -> {
          advancing.state().setSource(source);
          advancing.accept();
          advancing.ask(pictures(advancing, family).prepare(source));
        });
  }

  private Advanced answered(Advancing advancing, IssuedWork item, WorkResult result) {
    GenerateState.Builder state = advancing.state();
    state.removeIssued(state.getIssuedList().indexOf(item));
    state.setState(RenderState.RENDER_STATE_RUNNING);
    if (result.hasFailure()) {
      advancing.fail(RenderErrors.of(result));
      return advancing.done(families);
    }
    state.setSpent(SpentTime.plus(state.getSpent(), result));
    if (item.getKind() != WorkKind.WORK_KIND_FRAMES) {
      state.addSteps(result);
    }
    if (advancing.isLate()) {
      advancing.fail(RenderErrors.deadlinePassed(advancing.spec()));
      return advancing.done(families);
    }
    switch (item.getKind()) {
      case WORK_KIND_PREPARE -> prepared(advancing);
      case WORK_KIND_RESTORE -> photographed(advancing);
      case WORK_KIND_REGIONS, WORK_KIND_STYLIZE -> pictured(advancing);
      case WORK_KIND_ANCHORS ->
          askForChunks(advancing, Optional.of(result.getOutput().getLatents().getObject()));
      case WORK_KIND_FRAMES -> filled(advancing, item.getIndex(), result);
      case WORK_KIND_UNSPECIFIED,
          WORK_KIND_FIND,
          WORK_KIND_DECODE,
          WORK_KIND_ASSEMBLE,
          UNRECOGNIZED ->
          throw new IllegalStateException("asked for " + item.getKind());
    }
    return advancing.done(families);
  }

  private void prepared(Advancing advancing) {
    if (!advancing.spec().hasRestore()) {
      photographed(advancing);
      return;
    }
    withFamily(
        advancing,
        family -> advancing.ask(pictures(advancing, family).restore(advancing.made().prepared())));
  }

  /** Maps are made of the photograph while it is stylised: a drawing has no colours to tell by. */
  private void photographed(Advancing advancing) {
    withFamily(
        advancing,
        family -> {
          Made made = advancing.made();
          if (RegionSteps.areNeeded(advancing.spec(), family)) {
            advancing.ask(
                new RegionSteps(advancing.render(), advancing.spec(), family)
                    .regions(made.photograph(), made.prepared(), advancing.at()));
          }
          if (advancing.spec().hasStylize()) {
            advancing.ask(pictures(advancing, family).stylize(made.photograph()));
          }
          pictured(advancing);
        });
  }

  private void pictured(Advancing advancing) {
    if (advancing.isWaiting()) {
      return;
    }
    withFamily(
        advancing,
        family -> {
          if (advancing.spec().hasAnimate()) {
            planned(advancing, family);
          } else {
            advancing.announce(PlanBasis.of(advancing, family).build());
            advancing.complete();
          }
        });
  }

  private static void planned(Advancing advancing, FamilyDescriptor family) {
    GenerateState.Builder state = advancing.state();
    ClipPlanner.PlannedClip clip =
        new ClipPlanner(advancing.render(), advancing.spec(), family, advancing.made())
            .plan(advancing.at());
    RenderPlan plan = PlanBasis.of(advancing, family).mergeFrom(clip.plan()).build();
    state
        .setPlan(plan)
        .addAllHeld(clip.frames())
        .setChunksTotal(clip.frames().size())
        .addAllWarnings(plan.getWarningsList());
    clip.anchors().ifPresentOrElse(advancing::ask, () -> askForChunks(advancing, Optional.empty()));
  }

  /**
   * The plan goes out first, so that AssembleJob knows every chunk before it sees one.
   *
   * @param anchors empty for a family that makes none
   */
  private static void askForChunks(Advancing advancing, Optional<ObjectRef> anchors) {
    GenerateState.Builder state = advancing.state();
    advancing.announce(state.getPlan());
    List<WorkItem> held = List.copyOf(state.getHeldList());
    for (int index = 0; index < held.size(); index++) {
      WorkItem.Builder item = held.get(index).toBuilder().setRequestedAt(advancing.at());
      anchors.ifPresent(item.getFramesBuilder()::setAnchors);
      advancing.ask(item.build(), index);
    }
    state.clearHeld().clearPlan();
  }

  private static void filled(Advancing advancing, int index, WorkResult result) {
    GenerateState.Builder state = advancing.state();
    advancing.announce(index, result);
    state.setChunksDone(state.getChunksDone() + 1);
    if (!advancing.isWaiting()) {
      advancing.complete();
    }
  }

  private static PictureSteps pictures(Advancing advancing, FamilyDescriptor family) {
    return new PictureSteps(advancing.render(), advancing.spec(), family, advancing.at());
  }

  /** Checked at every step: a job's families may change between two of its starts. */
  private void withFamily(Advancing advancing, Consumer<FamilyDescriptor> then) {
    RenderSpec spec = advancing.spec();
    check
        .check(spec)
        .ifPresentOrElse(
            advancing::fail, () -> then.accept(families.find(spec.getFamily()).orElseThrow()));
  }
}
