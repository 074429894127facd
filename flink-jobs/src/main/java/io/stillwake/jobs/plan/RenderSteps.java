package io.stillwake.jobs.plan;

import io.stillwake.jobs.failure.RenderErrors;
import io.stillwake.jobs.family.CheckSpec;
import io.stillwake.jobs.family.Families;
import io.stillwake.jobs.work.EarlyResults;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.GenerateState;
import io.stillwake.proto.IssuedWork;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Picture;
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
 * The way of one render up to its last chunk: upload, prepare, stylize, plan, anchors, then all
 * chunks at once. Pure: state and news in, state and messages out. News that changes nothing (a
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
    return Optional.of(advancing.done());
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
      state.setChunksTotal(ClipPlanner.chunks(family, state.getSpec()));
    }
    return advancing.done();
  }

  private void uploaded(Advancing advancing, ObjectRef source) {
    withFamily(
        advancing,
        family -> {
          advancing.state().setSource(source);
          advancing.accept();
          advancing.ask(
              PictureSteps.prepare(
                  advancing.render(), advancing.state().getSpec(), family, source, advancing.at()),
              0);
        });
  }

  private Advanced answered(Advancing advancing, IssuedWork item, WorkResult result) {
    GenerateState.Builder state = advancing.state();
    state.removeIssued(state.getIssuedList().indexOf(item));
    state.setState(RenderState.RENDER_STATE_RUNNING);
    if (result.hasFailure()) {
      advancing.fail(RenderErrors.of(result));
    } else if (item.getKind() == WorkKind.WORK_KIND_FRAMES) {
      chunkStored(advancing, item.getIndex(), result);
    } else {
      state.addSteps(result);
      if (item.getKind() == WorkKind.WORK_KIND_ANCHORS) {
        askForChunks(advancing, result.getOutput().getLatents().getObject());
      } else {
        pictureMade(advancing, item.getKind(), result.getOutput().getPicture());
      }
    }
    return advancing.done();
  }

  private void pictureMade(Advancing advancing, WorkKind kind, Picture picture) {
    GenerateState.Builder state = advancing.state();
    withFamily(
        advancing,
        family -> {
          if (kind == WorkKind.WORK_KIND_PREPARE && state.getSpec().hasStylize()) {
            advancing.ask(
                PictureSteps.stylize(
                    advancing.render(), state.getSpec(), family, picture, advancing.at()),
                0);
          } else if (state.getSpec().hasAnimate()) {
            planClip(advancing, family, picture);
          } else {
            advancing.announce(whole(state, family, picture, RenderPlan.newBuilder()));
            advancing.complete();
          }
        });
  }

  private static void planClip(Advancing advancing, FamilyDescriptor family, Picture picture) {
    GenerateState.Builder state = advancing.state();
    ClipPlanner.PlannedClip clip =
        new ClipPlanner(advancing.render(), state.getSpec(), family, picture).plan(advancing.at());
    state
        .setPlan(whole(state, family, picture, clip.plan().toBuilder()))
        .addAllHeld(clip.frames())
        .setChunksTotal(clip.frames().size())
        .addAllWarnings(clip.plan().getWarningsList());
    advancing.ask(clip.anchors(), 0);
  }

  /** The plan goes out first, so that AssembleJob knows every chunk before it sees one. */
  private static void askForChunks(Advancing advancing, ObjectRef anchors) {
    GenerateState.Builder state = advancing.state();
    advancing.announce(state.getPlan());
    List<WorkItem> held = List.copyOf(state.getHeldList());
    for (int index = 0; index < held.size(); index++) {
      WorkItem.Builder item = held.get(index).toBuilder().setRequestedAt(advancing.at());
      item.getFramesBuilder().setAnchors(anchors);
      advancing.ask(item.build(), index);
    }
    state.clearHeld().clearPlan();
  }

  private static void chunkStored(Advancing advancing, int index, WorkResult result) {
    GenerateState.Builder state = advancing.state();
    advancing.announce(index, result);
    state.setChunksDone(state.getChunksDone() + 1);
    if (state.getIssuedCount() == 0) {
      advancing.complete();
    }
  }

  private static RenderPlan whole(
      GenerateState.Builder state,
      FamilyDescriptor family,
      Picture picture,
      RenderPlan.Builder plan) {
    return plan.setSpec(state.getSpec())
        .setSubmittedAt(state.getSubmittedAt())
        .setSource(state.getSource())
        .setPrepared(state.getSteps(0).getOutput().getPicture())
        .setPicture(picture)
        .setFamilyVersion(family.getVersion())
        .setPool(family.getPool())
        .build();
  }

  /** Checked at every step: a job's families may change between two of its starts. */
  private void withFamily(Advancing advancing, Consumer<FamilyDescriptor> then) {
    RenderSpec spec = advancing.state().getSpec();
    check
        .check(spec)
        .ifPresentOrElse(
            advancing::fail, () -> then.accept(families.find(spec.getFamily()).orElseThrow()));
  }
}
