package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.CLIP;
import static io.stillwake.jobs.SomeRender.PICTURE;
import static io.stillwake.jobs.SomeRender.done;
import static io.stillwake.jobs.SomeRender.kinds;
import static org.assertj.core.api.Assertions.assertThat;

import io.stillwake.jobs.SomeRender;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.LatentChunk.ContentCase;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdvanceRenderTest {

  private static final RenderSpec BOTH = CLIP.toBuilder().setStylize(PICTURE.getStylize()).build();

  private AdvanceRenderHarness generate;

  @BeforeEach
  void start() throws Exception {
    generate = AdvanceRenderHarness.start();
  }

  @AfterEach
  void close() throws Exception {
    generate.close();
  }

  @Test
  void clipIsPreparedAnchoredAndFilled() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    generate.workAll();

    assertThat(kinds(generate.work()))
        .startsWith(WorkKind.WORK_KIND_PREPARE, WorkKind.WORK_KIND_ANCHORS)
        .hasSize(8)
        .endsWith(WorkKind.WORK_KIND_FRAMES);
    assertThat(generate.contents())
        .containsExactly(
            ContentCase.PLAN,
            ContentCase.CHUNK,
            ContentCase.CHUNK,
            ContentCase.CHUNK,
            ContentCase.CHUNK,
            ContentCase.CHUNK,
            ContentCase.CHUNK);
  }

  @Test
  void stylizedClipIsAnimatedFromItsStylizedPicture() throws Exception {
    generate.submit(BOTH);
    generate.upload();
    generate.workAll();

    WorkItem stylize = generate.work().get(1);
    assertThat(stylize.getKind()).isEqualTo(WorkKind.WORK_KIND_STYLIZE);
    assertThat(generate.work().get(2).getAnchors().getPicture())
        .isEqualTo(SomeRender.object(stylize, "picture.png"));
    RenderPlan plan = generate.chunks().get(0).getPlan();
    assertThat(plan.getPicture()).isEqualTo(done(stylize).getOutput().getPicture());
    assertThat(plan.getPrepared()).isEqualTo(done(generate.work().get(0)).getOutput().getPicture());
  }

  @Test
  void pictureIsPlannedWithoutChunks() throws Exception {
    generate.submit(PICTURE);
    generate.upload();
    generate.workAll();

    assertThat(kinds(generate.work()))
        .containsExactly(WorkKind.WORK_KIND_PREPARE, WorkKind.WORK_KIND_STYLIZE);
    assertThat(generate.contents()).containsExactly(ContentCase.PLAN);
    assertThat(generate.chunks().get(0).getPlan().getChunksCount()).isZero();
    assertThat(generate.chunks().get(0).getPlan().getStepsCount()).isEqualTo(2);
  }

  @Test
  void planTellsAllStepsAndWherePrepareFoundItsSource() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    generate.workAll();

    RenderPlan plan = generate.chunks().get(0).getPlan();
    assertThat(plan.getStepsList())
        .extracting(WorkResult::getKind)
        .containsExactly(WorkKind.WORK_KIND_PREPARE, WorkKind.WORK_KIND_ANCHORS);
    assertThat(plan.getSource()).isEqualTo(SomeRender.upload());
    assertThat(plan.getSpec()).isEqualTo(CLIP);
  }

  @Test
  void aFamilyWithoutAnchorsGoesFromItsPlanStraightToTheChunk() throws Exception {
    generate.submit(CLIP.toBuilder().setFamily("whole").build());
    generate.upload();
    generate.answer(generate.work().get(0));

    assertThat(kinds(generate.work()))
        .containsExactly(WorkKind.WORK_KIND_PREPARE, WorkKind.WORK_KIND_FRAMES);
    assertThat(generate.contents()).containsExactly(ContentCase.PLAN);
    assertThat(generate.work().get(1).getFrames().hasAnchors()).isFalse();

    generate.answer(generate.work().get(1));

    assertThat(generate.contents()).containsExactly(ContentCase.PLAN, ContentCase.CHUNK);
    List<RenderProgress> progress = generate.progress();
    assertThat(progress.get(progress.size() - 1).getStagesList())
        .extracting(stage -> stage.getStage() + " " + stage.getDone() + "/" + stage.getTotal())
        .containsExactly("prepare 1/1", "frames 1/1");
  }

  @Test
  void chunksReadTheAnchorsThatWereStored() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    generate.workAll();

    WorkItem anchors = generate.work().get(1);
    assertThat(generate.work().subList(2, 8))
        .allSatisfy(
            item ->
                assertThat(item.getFrames().getAnchors())
                    .isEqualTo(SomeRender.object(anchors, "latents.safetensors")));
  }

  @Test
  void acceptedIsToldOnce() throws Exception {
    generate.submit(CLIP);
    generate.submit(CLIP);
    generate.upload();
    generate.upload();
    generate.workAll();
    generate.upload();

    assertThat(generate.events())
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.getState()).isEqualTo(RenderState.RENDER_STATE_QUEUED);
              assertThat(event.getEventId()).isEqualTo(SomeRender.ID + "/accepted");
              assertThat(event.getTraceparent()).isNotEmpty();
            });
    assertThat(generate.work()).hasSize(8);
  }

  @Test
  void progressCountsUpAndTellsStages() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    generate.workAll();

    List<RenderProgress> progress = generate.progress();
    assertThat(progress).extracting(RenderProgress::getSequence).isSorted().doesNotHaveDuplicates();
    assertThat(progress)
        .extracting(RenderProgress::getState)
        .startsWith(
            RenderState.RENDER_STATE_AWAITING_UPLOAD,
            RenderState.RENDER_STATE_QUEUED,
            RenderState.RENDER_STATE_RUNNING)
        .endsWith(RenderState.RENDER_STATE_RUNNING);
    assertThat(progress.get(0).getStagesList())
        .extracting(stage -> stage.getStage() + " " + stage.getDone() + "/" + stage.getTotal())
        .containsExactly("prepare 0/1", "anchors 0/1", "frames 0/6");
    assertThat(progress.get(progress.size() - 1).getStagesList())
        .extracting(stage -> stage.getStage() + " " + stage.getDone() + "/" + stage.getTotal())
        .containsExactly("prepare 1/1", "anchors 1/1", "frames 6/6");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void answersInAnyOrderAndTwiceAnnounceEachChunkOnce(long seed) throws Exception {
    generate.submit(CLIP);
    generate.upload();
    generate.answer(generate.work().get(0));
    generate.answer(generate.work().get(1));
    List<WorkItem> frames = new ArrayList<>(generate.work().subList(2, 8));
    frames.addAll(generate.work().subList(2, 8));
    frames.add(generate.work().get(0));
    Collections.shuffle(frames, new Random(seed));
    for (WorkItem item : frames) {
      generate.answer(item);
    }

    assertThat(generate.contents().get(0)).isEqualTo(ContentCase.PLAN);
    assertThat(generate.chunks().stream().filter(LatentChunk::hasChunk))
        .extracting(chunk -> chunk.getChunk().getIndex())
        .containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(generate.work()).hasSize(8);
  }

  @Test
  void failureThatMayPassIsLeftToDispatch() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    generate.hear(SomeRender.failed(generate.work().get(0), "store_unavailable", false));

    assertThat(generate.contents()).isEmpty();
    assertThat(generate.drops()).isEmpty();
  }

  @Test
  void failureForGoodEndsTheRenderAndDropsItsWork() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    WorkItem prepare = generate.work().get(0);
    generate.hear(SomeRender.failed(prepare, "not_an_image", true));
    generate.answer(prepare);

    assertThat(generate.contents()).containsExactly(ContentCase.FAILED);
    var failed = generate.chunks().get(0).getFailed();
    assertThat(failed.getError().getCode()).isEqualTo("not_an_image");
    assertThat(failed.getError().getStep()).isEqualTo("prepare");
    assertThat(failed.getError().getWorkId()).isEqualTo(prepare.getWorkId());
    assertThat(failed.getSpec()).isEqualTo(CLIP);
    assertThat(generate.drops())
        .singleElement()
        .satisfies(
            drop -> {
              assertThat(drop.getReason()).isEqualTo("failed");
              assertThat(drop.getPoolsList()).containsExactly("cpu");
            });
  }

  @Test
  void oneFailedChunkEndsTheRenderOnce() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    generate.answer(generate.work().get(0));
    generate.answer(generate.work().get(1));
    generate.hear(SomeRender.failed(generate.work().get(3), "invalid_output", true));
    generate.hear(SomeRender.failed(generate.work().get(4), "invalid_output", true));
    generate.answer(generate.work().get(5));

    assertThat(generate.contents()).containsExactly(ContentCase.PLAN, ContentCase.FAILED);
  }

  @Test
  void rejectedTicketFailsWithoutBeingAccepted() throws Exception {
    generate.submit(CLIP);
    generate.reject("upload_missing");
    generate.upload();

    assertThat(generate.contents()).containsExactly(ContentCase.FAILED);
    assertThat(generate.events()).isEmpty();
    assertThat(generate.work()).isEmpty();
  }

  /** Answers to so many items, then the cancellation: every state a render can be in. */
  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 1, 2, 3, 5, 8})
  void cancelEndsARenderOnceInEveryState(int answers) throws Exception {
    generate.submit(CLIP);
    if (answers >= 0) {
      generate.upload();
    }
    for (int i = 0; i < answers; i++) {
      generate.answer(generate.work().get(i));
    }
    generate.cancel();
    generate.cancel();
    generate.upload();
    generate.workAll();

    assertThat(generate.contents()).endsWith(ContentCase.CANCELED);
    assertThat(Collections.frequency(generate.contents(), ContentCase.CANCELED)).isEqualTo(1);
    assertThat(generate.drops()).hasSize(1);
    assertThat(generate.drops().get(0).getReason()).isEqualTo("canceled");
  }

  @Test
  void nothingFollowsAFailure() throws Exception {
    generate.submit(CLIP);
    generate.reject("empty_upload");
    generate.cancel();
    generate.submit(CLIP);

    assertThat(generate.contents()).containsExactly(ContentCase.FAILED);
  }

  @Test
  void restoredRenderGoesOnWhereItStood() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    generate.answer(generate.work().get(0));
    generate.answer(generate.work().get(1));
    List<WorkItem> work = generate.work();
    generate.answer(work.get(2));
    generate.restore();
    generate.answer(work.get(1));
    generate.answer(work.get(2));
    for (WorkItem item : work.subList(3, 8)) {
      generate.answer(item);
    }

    assertThat(generate.work()).isEmpty();
    assertThat(generate.chunks())
        .extracting(chunk -> chunk.getChunk().getIndex())
        .containsExactly(1, 2, 3, 4, 5);
    assertThat(generate.events()).extracting(RenderEvent::getState).isEmpty();
  }

  @Test
  void answersThatComeBeforeTheirQuestionAreNotLost() throws Exception {
    // What a restore from before the render looks like: all answers are there, then the ticket.
    AdvanceRenderHarness before = AdvanceRenderHarness.start();
    before.submit(CLIP);
    before.upload();
    before.workAll();
    List<WorkItem> done = before.work();
    before.close();
    for (WorkItem item : done) {
      generate.answer(item);
    }
    generate.submit(CLIP);
    generate.upload();

    assertThat(generate.work()).isEmpty();
    assertThat(generate.contents()).hasSize(7).startsWith(ContentCase.PLAN);
  }

  @Test
  void endedRenderLeavesNoStateBehindAfterAWeek() throws Exception {
    generate.submit(PICTURE);
    generate.upload();
    generate.workAll();
    assertThat(generate.stateEntries()).isEqualTo(1);

    generate.passWeek();
    generate.cancel();

    assertThat(generate.contents()).containsExactly(ContentCase.PLAN);
  }
}
