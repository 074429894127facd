package io.stillwake.jobs.assemble;

import static io.stillwake.jobs.SomeRender.kinds;
import static io.stillwake.jobs.assemble.SomePlan.FILM;
import static io.stillwake.jobs.assemble.SomePlan.canceled;
import static io.stillwake.jobs.assemble.SomePlan.chunk;
import static io.stillwake.jobs.assemble.SomePlan.failed;
import static io.stillwake.jobs.assemble.SomePlan.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.stillwake.jobs.SomeRender;
import io.stillwake.proto.AssemblyUpdate;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.RenderEnding;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AssembleRenderTest {

  private AssembleRenderHarness assemble;

  @BeforeEach
  void start() throws Exception {
    assemble = AssembleRenderHarness.start();
  }

  @AfterEach
  void close() throws Exception {
    assemble.close();
  }

  @Test
  void segmentsAreDecodedInPlayOrderAsSoonAsTheyCan() throws Exception {
    assemble.hear(plan(FILM), chunk(3));
    assertThat(assemble.work()).extracting(WorkItem::getOrder).containsExactly(58);
    assemble.hear(chunk(1), chunk(0), chunk(2));

    assertThat(assemble.work())
        .extracting(item -> item.getDecode().getSegment())
        .containsExactly(2, 0, 1);
    assertThat(assemble.work().get(1).getOrder()).isLessThan(assemble.work().get(2).getOrder());
  }

  @Test
  void decodesTellWhatTheirCostIsLearntBy() throws Exception {
    hearFilm();

    assertThat(assemble.work())
        .extracting(item -> item.getSize().getWidth(), WorkItem::getFrameCount)
        .containsOnly(tuple(768, 24), tuple(768, 12));
  }

  @Test
  void playlistGrowsWithTheSegmentsThatPlayInOrder() throws Exception {
    hearFilm();
    assemble.answer(assemble.work().get(1));
    assertThat(assemble.playlists()).isEmpty();
    assemble.answer(assemble.work().get(0));
    assertThat(assemble.playlists()).hasSize(1);
    assertThat(assemble.playlists().get(0)).contains("segment-00001.m4s");
    assemble.answer(assemble.work().get(2));

    assertThat(assemble.playlists()).hasSize(2);
    assertThat(assemble.playlists().get(1)).endsWith("#EXT-X-ENDLIST\n");
  }

  @Test
  void filmEndsTheRender() throws Exception {
    makeFilm();

    assertThat(kinds(assemble.work()))
        .containsExactly(
            WorkKind.WORK_KIND_DECODE,
            WorkKind.WORK_KIND_DECODE,
            WorkKind.WORK_KIND_DECODE,
            WorkKind.WORK_KIND_ASSEMBLE);
    RenderEnding ending = assemble.endings().get(0);
    assertThat(ending.getState()).isEqualTo(RenderState.RENDER_STATE_COMPLETED);
    assertThat(ending.getFilm().getFrames()).isEqualTo(60);
    assertThat(ending.getStepsList())
        .extracting(WorkResult::getKind)
        .containsExactly(
            WorkKind.WORK_KIND_PREPARE,
            WorkKind.WORK_KIND_FRAMES,
            WorkKind.WORK_KIND_FRAMES,
            WorkKind.WORK_KIND_FRAMES,
            WorkKind.WORK_KIND_FRAMES,
            WorkKind.WORK_KIND_DECODE,
            WorkKind.WORK_KIND_DECODE,
            WorkKind.WORK_KIND_DECODE,
            WorkKind.WORK_KIND_ASSEMBLE);
    assertThat(assemble.drops()).isEmpty();
  }

  @Test
  void filmIsAssembledOfSegmentsInPlayOrder() throws Exception {
    hearFilm();
    for (int index : List.of(2, 0, 1)) {
      assemble.answer(assemble.work().get(index));
    }

    WorkItem film = assemble.work().get(3);
    assertThat(film.getAssemble().getSegmentsList())
        .extracting(segment -> segment.getMedia().getKey())
        .containsExactlyElementsOf(
            assemble.work().subList(0, 3).stream()
                .map(item -> SomeRender.object(item, "media.m4s").getKey())
                .toList());
    assertThat(film.getAssemble().getPublishVideo().getKey()).endsWith("/video.mp4");
  }

  @Test
  void pictureIsPublishedAtOnce() throws Exception {
    assemble.hear(plan(SomePlan.PICTURE));
    WorkItem publish = assemble.work().get(0);
    assemble.answer(publish);

    assertThat(publish.getKind()).isEqualTo(WorkKind.WORK_KIND_ASSEMBLE);
    assertThat(publish.getAssemble().hasPublishVideo()).isFalse();
    assertThat(assemble.endings())
        .singleElement()
        .satisfies(
            ending -> assertThat(ending.getState()).isEqualTo(RenderState.RENDER_STATE_COMPLETED));
  }

  @Test
  void duplicatesAskForNothingTwice() throws Exception {
    hearFilm();
    hearFilm();
    assemble.answer(assemble.work().get(0));
    assemble.answer(assemble.work().get(0));

    assertThat(assemble.work()).hasSize(3);
    assertThat(assemble.playlists()).hasSize(1);
  }

  @Test
  void firstEndWins() throws Exception {
    makeFilm();
    assemble.hear(canceled(), failed("internal"), plan(FILM), chunk(0));

    assertThat(assemble.endings()).hasSize(1);
    assertThat(assemble.work()).hasSize(4);
    assertThat(assemble.drops()).isEmpty();
  }

  @Test
  void nothingFollowsACancellation() throws Exception {
    hearFilm();
    assemble.hear(canceled(), canceled(), chunk(0));
    for (WorkItem item : assemble.work()) {
      assemble.answer(item);
    }

    assertThat(assemble.endings())
        .extracting(RenderEnding::getState)
        .containsExactly(RenderState.RENDER_STATE_CANCELED);
    assertThat(assemble.work()).hasSize(3);
    assertThat(assemble.drops()).hasSize(1);
    assertThat(assemble.drops().get(0).getPoolsList()).containsExactly("cpu");
  }

  @Test
  void renderMayEndBeforeItIsPlanned() throws Exception {
    assemble.hear(failed("not_an_image"), plan(FILM));

    assertThat(assemble.endings())
        .singleElement()
        .satisfies(
            ending -> {
              assertThat(ending.getError().getCode()).isEqualTo("not_an_image");
              assertThat(ending.getSpec()).isEqualTo(SomeRender.CLIP);
              assertThat(ending.hasPlan()).isFalse();
            });
    assertThat(assemble.work()).isEmpty();
  }

  @Test
  void failedSegmentFailsTheRenderAndDropsItsWork() throws Exception {
    hearFilm();
    WorkItem decode = assemble.work().get(1);
    assemble.hear(SomeRender.failed(decode, "model_failed", false));
    assertThat(assemble.endings()).isEmpty();
    assemble.hear(SomeRender.failed(decode, "model_failed", true));

    RenderEnding ending = assemble.endings().get(0);
    assertThat(ending.getState()).isEqualTo(RenderState.RENDER_STATE_FAILED);
    assertThat(ending.getError().getStep()).isEqualTo("decode");
    assertThat(ending.getError().getRetryable()).isTrue();
    assertThat(assemble.drops()).hasSize(1);
  }

  @Test
  void progressTellsStagesAndWhatCanBePlayed() throws Exception {
    makeFilm();

    List<RenderProgress> progress =
        assemble.updates().stream().map(AssemblyUpdate::getProgress).toList();
    assertThat(progress)
        .extracting(RenderProgress::getSequence)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(progress)
        .extracting(RenderProgress::getPlayableSegments)
        .containsExactly(0, 1, 2, 3, 3);
    assertThat(progress.get(2).getStagesList())
        .extracting(stage -> stage.getStage() + " " + stage.getDone() + "/" + stage.getTotal())
        .containsExactly("decode 2/3", "assemble 0/1");
    assertThat(progress.get(2).getPlaylist().getKey()).endsWith("/hls/playlist.m3u8");
    assertThat(progress.get(0).hasPlaylist()).isFalse();
  }

  @Test
  void progressTellsWhatIsLeftAndWhereTheTimeWent() throws Exception {
    hearFilm();
    List<WorkItem> work = assemble.work();
    assemble.hear(timed(work.get(0), 100));
    assemble.restore();
    assemble.hear(timed(work.get(1), 20));
    assemble.hear(timed(work.get(2), 3));
    assemble.hear(timed(assemble.work().get(0), 4));

    List<RenderProgress> progress =
        assemble.updates().stream().map(AssemblyUpdate::getProgress).toList();
    assertThat(progress)
        .extracting(each -> each.getSpent().getModelMs())
        .containsExactly(120L, 123L, 127L);
    assertThat(progress)
        .extracting(RenderProgress::getRemainingSeconds)
        .containsExactly(0.06 * 12 + 0.5, 0.5, 0.0);
    assertThat(progress)
        .extracting(RenderProgress::getRemainingChainSeconds)
        .containsExactly(0.06 * 12 + 0.5, 0.5, 0.0);
  }

  @Test
  void aPlanTellsWhatItsFilmWillTake() throws Exception {
    assemble.hear(plan(FILM));

    RenderProgress planned = assemble.updates().get(0).getProgress();
    assertThat(planned.getRemainingSeconds()).isCloseTo(0.06 * 60 + 0.5, within(1e-9));
    assertThat(planned.getRemainingChainSeconds()).isCloseTo(0.06 * 24 + 0.5, within(1e-9));
  }

  @Test
  void sameLatentsUnderAnotherRenderAreDecodedOnce() throws Exception {
    hearFilm();
    List<String> ids = assemble.work().stream().map(WorkItem::getWorkId).toList();
    assemble.close();
    start();
    for (LatentChunk content : List.of(plan(FILM), chunk(0), chunk(1), chunk(2), chunk(3))) {
      assemble.hear(content.toBuilder().setRenderId(SomeRender.OTHER_ID).build());
    }

    assertThat(assemble.work()).extracting(WorkItem::getWorkId).isEqualTo(ids);
    assertThat(assemble.work().get(0).getDecode().getPublishMedia().getKey())
        .contains(SomeRender.OTHER_ID);
  }

  @Test
  void restoredRenderGoesOnWhereItStood() throws Exception {
    hearFilm();
    List<WorkItem> work = assemble.work();
    assemble.answer(work.get(0));
    assemble.restore();
    hearFilm();
    assemble.answer(work.get(0));
    assertThat(assemble.work()).isEmpty();
    assemble.answer(work.get(1));
    assemble.answer(work.get(2));

    assertThat(kinds(assemble.work())).containsExactly(WorkKind.WORK_KIND_ASSEMBLE);
    assertThat(assemble.playlists()).hasSize(2);
  }

  @Test
  void answersThatComeBeforeTheirQuestionAreNotLost() throws Exception {
    makeFilm();
    List<WorkItem> done = assemble.work();
    assemble.close();
    start();
    for (WorkItem item : done) {
      assemble.answer(item);
    }
    hearFilm();

    assertThat(assemble.work()).isEmpty();
    assertThat(assemble.endings()).hasSize(1);
  }

  @Test
  void samePlanWithItsStepsAnsweredAnewIsNoNews() throws Exception {
    hearFilm();
    RenderPlan.Builder again = FILM.toBuilder();
    again.getStepsBuilder(0).setWorker("another").getOutputBuilder().setReused(true);
    assemble.hear(plan(again.build()), chunk(0), chunk(1));

    assertThat(assemble.work()).hasSize(3);
  }

  @Test
  void newPlanReplacesTheOneBefore() throws Exception {
    assemble.hear(plan(FILM.toBuilder().setFamilyVersion("0").build()), chunk(0), chunk(1));
    hearFilm();

    assertThat(assemble.work())
        .extracting(item -> item.getDecode().getSegment())
        .containsExactly(0, 0, 1, 2);
  }

  @Test
  void endedRenderKeepsOnlyThatItEnded() throws Exception {
    makeFilm();

    assertThat(assemble.stateEntries()).isEqualTo(1);
  }

  private static WorkResult timed(WorkItem item, long modelMillis) {
    return SomeRender.done(item).toBuilder()
        .setTimings(WorkTimings.newBuilder().setModelMs(modelMillis))
        .build();
  }

  private void hearFilm() throws Exception {
    assemble.hear(plan(FILM), chunk(0), chunk(1), chunk(2), chunk(3));
  }

  private void makeFilm() throws Exception {
    hearFilm();
    for (int i = 0; i < 4; i++) {
      assemble.answer(assemble.work().get(i));
    }
  }
}
