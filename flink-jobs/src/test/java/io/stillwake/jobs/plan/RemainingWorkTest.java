package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.CLIP;
import static io.stillwake.jobs.SomeRender.PICTURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.stillwake.jobs.SomeRender;
import io.stillwake.jobs.family.Families;
import io.stillwake.jobs.work.FilmCosts;
import io.stillwake.proto.GenerateState;
import io.stillwake.proto.IssuedWork;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkTimings;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What GenerateJob's progress tells of the work that is done and the work that is left. */
final class RemainingWorkTest {

  private static final Offset<Double> EXACT = within(1e-9);

  /** Of the film's four segments of 24 frames, and of its end. */
  private static final double DECODE = 0.06 * 24;

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
  void untilItsPlanAFilmIsAllThatWillBeAskedFor() throws Exception {
    generate.submit(CLIP);
    double atFirst = last().getRemainingSeconds();
    double chainAtFirst = last().getRemainingChainSeconds();
    generate.upload();
    generate.workAll();

    List<WorkItem> work = generate.work();
    double asked = work.stream().mapToDouble(WorkItem::getCostSeconds).sum();
    assertThat(atFirst).isCloseTo(asked + 4 * DECODE + FilmCosts.ASSEMBLE, EXACT);
    double chain =
        work.subList(0, 3).stream().mapToDouble(WorkItem::getCostSeconds).sum()
            + DECODE
            + FilmCosts.ASSEMBLE;
    assertThat(chainAtFirst).isCloseTo(chain, EXACT);
  }

  @Test
  void whatIsDoneIsLeftNoMore() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    double before = last().getRemainingSeconds();
    WorkItem prepare = generate.work().get(0);
    generate.answer(prepare);
    double prepared = last().getRemainingSeconds();
    WorkItem anchors = generate.work().get(1);
    generate.answer(anchors);

    assertThat(before - prepared).isCloseTo(prepare.getCostSeconds(), EXACT);
    // From the plan on, what makes a film of the chunks is AssembleJob's to tell.
    assertThat(prepared - last().getRemainingSeconds())
        .isCloseTo(anchors.getCostSeconds() + 4 * DECODE + FilmCosts.ASSEMBLE, EXACT);
  }

  @Test
  void chunksAreLeftUntilEachIsDone() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    generate.answer(generate.work().get(0));
    generate.answer(generate.work().get(1));
    double chunk = generate.work().get(2).getCostSeconds();
    generate.answer(generate.work().get(2));
    RenderProgress fiveLeft = last();
    generate.workAll();

    assertThat(fiveLeft.getRemainingSeconds()).isCloseTo(5 * chunk, EXACT);
    assertThat(fiveLeft.getRemainingChainSeconds()).isCloseTo(chunk, EXACT);
    assertThat(last().getRemainingSeconds()).isZero();
    assertThat(last().getRemainingChainSeconds()).isZero();
  }

  @Test
  void stepsThatRunAtOnceAreOneLinkOfTheChain() throws Exception {
    RenderSpec.Builder spec = CLIP.toBuilder().setFamily("seeing");
    spec.getStylizeBuilder().setStyle("oil").setStrength(1);
    generate.submit(spec.build());
    generate.upload();
    RenderProgress uploaded = last();
    generate.answer(generate.work().get(0));
    WorkItem regions = generate.work().get(1);
    WorkItem stylize = generate.work().get(2);
    double both = last().getRemainingSeconds();
    generate.answer(regions);

    assertThat(both - last().getRemainingSeconds())
        .isCloseTo(regions.getCostSeconds(), EXACT)
        .isPositive();
    assertThat(uploaded.getRemainingChainSeconds() - last().getRemainingChainSeconds())
        .isCloseTo(generate.work().get(0).getCostSeconds(), EXACT);
    assertThat(stylize.getKind()).isEqualTo(WorkKind.WORK_KIND_STYLIZE);
  }

  @Test
  void aPictureEndsWithItsPublication() throws Exception {
    generate.submit(PICTURE);
    generate.upload();
    generate.answer(generate.work().get(0));

    assertThat(last().getRemainingSeconds())
        .isCloseTo(generate.work().get(1).getCostSeconds() + FilmCosts.ASSEMBLE, EXACT);
    generate.answer(generate.work().get(1));
    assertThat(last().getRemainingSeconds()).isZero();
  }

  @Test
  void aSpecThatCannotBePlannedHasNothingAhead() throws Exception {
    generate.submit(CLIP.toBuilder().setFamily("sora").build());

    assertThat(last().getRemainingSeconds()).isZero();
  }

  @Test
  void timeIsAddedUpOverPicturesAndChunksAndKeptInState() throws Exception {
    generate.submit(CLIP);
    generate.upload();
    generate.hear(timed(generate.work().get(0), 100));
    generate.hear(timed(generate.work().get(1), 20));
    List<WorkItem> chunks = generate.work().subList(2, 8);
    generate.restore();
    generate.hear(timed(chunks.get(0), 3));
    for (WorkItem chunk : chunks.subList(1, 6)) {
      generate.answer(chunk);
    }

    assertThat(last().getSpent().getModelMs()).isEqualTo(123);
    assertThat(last().getRemainingSeconds()).isZero();
  }

  /** As it was kept before items had costs and their time was added up. */
  @Test
  void anOlderStateGoesOn() {
    GenerateState older =
        GenerateState.newBuilder()
            .setRenderId(SomeRender.ID)
            .setTenant(SomeRender.TENANT)
            .setSpec(CLIP)
            .setState(RenderState.RENDER_STATE_RUNNING)
            .setPool("cpu")
            .addAllStages(Stages.of(CLIP, SomeRender.FAMILY))
            .addIssued(issued("a", 0))
            .addIssued(issued("b", 1))
            .setChunksTotal(2)
            .build();
    WorkItem first =
        WorkItem.newBuilder().setWorkId("a").setKind(WorkKind.WORK_KIND_FRAMES).build();

    RenderProgress progress =
        new RenderSteps(Families.of(SomeRender.FAMILY))
            .finish(older, timed(first, 7), SomeRender.NOW)
            .orElseThrow()
            .progress()
            .get(0);

    assertThat(progress.getSpent().getModelMs()).isEqualTo(7);
    assertThat(progress.getRemainingSeconds()).isZero();
  }

  private static IssuedWork issued(String work, int index) {
    return IssuedWork.newBuilder()
        .setWorkId(work)
        .setKind(WorkKind.WORK_KIND_FRAMES)
        .setIndex(index)
        .build();
  }

  private static WorkResult timed(WorkItem item, long modelMillis) {
    return SomeRender.done(item).toBuilder()
        .setTimings(WorkTimings.newBuilder().setModelMs(modelMillis))
        .build();
  }

  private RenderProgress last() {
    List<RenderProgress> all = generate.progress();
    return all.get(all.size() - 1);
  }
}
