package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.CLIP;
import static io.stillwake.jobs.SomeRender.PICTURE;
import static io.stillwake.jobs.SomeRender.kinds;
import static io.stillwake.jobs.SomeRender.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.stillwake.jobs.SomeRender;
import io.stillwake.proto.MotionMask;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.PlannedSegment;
import io.stillwake.proto.RegionBrush;
import io.stillwake.proto.RegionsTask;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.StageProgress;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Renders of a family that restores, sees, follows examples and refines. */
final class ChainTest {

  private static final RenderSpec WHOLE = chain();

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
  void everyStepTakesWhatTheOneBeforeItMade() throws Exception {
    List<WorkItem> work = work(WHOLE);

    assertThat(kinds(work).subList(0, 5))
        .containsExactly(
            WorkKind.WORK_KIND_PREPARE,
            WorkKind.WORK_KIND_RESTORE,
            WorkKind.WORK_KIND_REGIONS,
            WorkKind.WORK_KIND_STYLIZE,
            WorkKind.WORK_KIND_ANCHORS);
    ObjectRef restored = object(work.get(1), "picture.png");
    assertThat(work.get(1).getRestore().getPicture()).isEqualTo(object(work.get(0), "picture.png"));
    assertThat(work.get(2).getRegions().getPicture()).isEqualTo(restored);
    assertThat(work.get(3).getStylize().getPicture()).isEqualTo(restored);
    assertThat(work.get(4).getAnchors().getPicture()).isEqualTo(object(work.get(3), "picture.png"));
    for (WorkItem frames : work.subList(5, work.size())) {
      assertThat(frames.getFrames().getRegions())
          .isEqualTo(object(work.get(2), "latents.safetensors"));
    }
  }

  @Test
  void restoreMultipliesByWhatPrepareLeft() throws Exception {
    WorkItem restore = work(WHOLE).get(1);

    assertThat(restore.getRestore().getCall().getParametersList())
        .filteredOn(parameter -> parameter.getName().equals("scale"))
        .singleElement()
        .satisfies(scale -> assertThat(scale.getInts(0)).isEqualTo(2));
  }

  @Test
  void stagesOfTheChainAreToldFromTheStart() throws Exception {
    work(WHOLE);

    assertThat(generate.progress().get(0).getStagesList())
        .extracting(StageProgress::getStage)
        .containsExactly("prepare", "restore", "regions", "stylize", "anchors", "frames");
  }

  @Test
  void otherWordsMakeNoPictureAgain() throws Exception {
    List<String> pictures = ids(work(WHOLE)).subList(0, 4);
    List<WorkItem> again = again(spec -> spec.getAnimateBuilder().setPrompt("rain"));

    assertThat(ids(again).subList(0, 4)).isEqualTo(pictures);
    assertThat(kinds(again).get(4)).isEqualTo(WorkKind.WORK_KIND_ANCHORS);
  }

  @Test
  void aMaskMakesMapsAgainAndNothingElse() throws Exception {
    List<String> before = ids(work(WHOLE));
    List<String> after =
        ids(again(spec -> spec.getAnimateBuilder().addMasks(mask("water", "one"))));
    List<String> other =
        ids(again(spec -> spec.getAnimateBuilder().addMasks(mask("water", "two"))));

    assertThat(after.subList(0, 2)).isEqualTo(before.subList(0, 2));
    assertThat(after.get(3)).isEqualTo(before.get(3));
    assertThat(List.of(before.get(2), after.get(2), other.get(2))).doesNotHaveDuplicates();
  }

  @Test
  void masksAndWhatIsKeptStillBecomeBrushes() throws Exception {
    RenderSpec.Builder spec = WHOLE.toBuilder();
    spec.getAnimateBuilder().addMasks(mask("flame", "one")).setKeepStill(asset("two"));

    RegionsTask task = work(spec.build()).get(2).getRegions();

    assertThat(task.getBrushesList())
        .extracting(RegionBrush::getRegion, RegionBrush::getName)
        .containsExactly(tuple(1, "masks[0]"), tuple(2, "keep_still"));
    assertThat(task.getBrush().getModel()).isEqualTo("seeing-brush");
    assertThat(task.getSourceSize().getWidth()).isEqualTo(3000);
  }

  @Test
  void planTellsWhatWordsAndPictureCameTo() throws Exception {
    RenderSpec.Builder spec = WHOLE.toBuilder();
    spec.getAnimateBuilder().setPrompt("flames");
    work(spec.build());

    RenderPlan plan = generate.chunks().get(0).getPlan();

    assertThat(plan.getStyle().getStyle()).isEqualTo("charcoal");
    assertThat(plan.getRegionNamesList()).containsExactly("water", "flame", "still", "direction_x");
    assertThat(plan.getWarningsList())
        .singleElement()
        .asString()
        .contains("'flames'", "mask for 'flame'");
  }

  @Test
  void segmentsSeeTheFramesBesideThemWhereTheyAreRefined() throws Exception {
    work(WHOLE);

    RenderPlan plan = generate.chunks().get(0).getPlan();

    assertThat(plan.getRefine().getModel()).isEqualTo("seeing-refine");
    assertThat(plan.getSegmentsList())
        .extracting(PlannedSegment::getWindowFirst, PlannedSegment::getWindowCount)
        .containsExactly(tuple(0, 26), tuple(22, 28), tuple(46, 28), tuple(70, 26));
  }

  @Test
  void mapsAloneAreAResult() throws Exception {
    List<WorkItem> work =
        work(RenderSpec.newBuilder().setFamily("seeing").setRegions(true).build());

    assertThat(kinds(work)).containsExactly(WorkKind.WORK_KIND_PREPARE, WorkKind.WORK_KIND_REGIONS);
    RegionsTask task = work.get(1).getRegions();
    assertThat(task.getPublishMaps(0).getKey()).endsWith("/regions/water.png");
    assertThat(task.getPublishMaps(3).getKey()).isEmpty();
    assertThat(task.getPublishOverview().getKey()).endsWith("/regions/overview.png");
    RenderPlan plan = generate.chunks().get(0).getPlan();
    assertThat(plan.getPicture()).isEqualTo(plan.getPrepared());
    assertThat(plan.getRegions().getPicturesCount()).isEqualTo(4);
  }

  @Test
  void mapsToLookAtAreTheSameWorkAsMapsToMoveBy() throws Exception {
    WorkItem moving = work(WHOLE).get(2);
    WorkItem shown = again(spec -> spec.setRegions(true)).get(2);

    assertThat(shown.getWorkId()).isEqualTo(moving.getWorkId());
    assertThat(shown.getRegions().hasPublishOverview()).isTrue();
  }

  @Test
  void restoringAloneIsAResult() throws Exception {
    RenderSpec.Builder spec = RenderSpec.newBuilder().setFamily("seeing");
    spec.getRestoreBuilder().setStrength(0.6);

    List<WorkItem> work = work(spec.build());

    assertThat(kinds(work)).containsExactly(WorkKind.WORK_KIND_PREPARE, WorkKind.WORK_KIND_RESTORE);
    assertThat(generate.chunks().get(0).getPlan().getPicture().getObject())
        .isEqualTo(object(work.get(1), "picture.png"));
  }

  @Test
  void aStylePictureIsItsOwnModelsInput() throws Exception {
    RenderSpec.Builder spec = PICTURE.toBuilder().setFamily("seeing");
    spec.getStylizeBuilder().clearStyle().setStylePicture(asset("one"));
    WorkItem one = work(spec.build()).get(1);
    spec.getStylizeBuilder().setStylePicture(asset("two"));
    close();
    start();
    WorkItem two = work(spec.build()).get(1);

    assertThat(one.getStylize().getCall().getModel()).isEqualTo("seeing-stylize-by-example");
    assertThat(one.getStylize().getStylePicture()).isEqualTo(asset("one"));
    assertThat(one.getStylize().getCall().getParametersList())
        .noneMatch(parameter -> parameter.getName().equals("style"));
    assertThat(two.getWorkId()).isNotEqualTo(one.getWorkId());
  }

  private List<WorkItem> work(RenderSpec spec) throws Exception {
    generate.submit(spec);
    generate.upload();
    generate.workAll();
    return generate.work();
  }

  /** What a second render asks for. */
  private List<WorkItem> again(Consumer<RenderSpec.Builder> change) throws Exception {
    close();
    start();
    RenderSpec.Builder spec = WHOLE.toBuilder();
    change.accept(spec);
    return work(spec.build());
  }

  private static List<String> ids(List<WorkItem> work) {
    return work.stream().map(WorkItem::getWorkId).toList();
  }

  private static RenderSpec chain() {
    RenderSpec.Builder spec = CLIP.toBuilder().setFamily("seeing");
    spec.getAnimateBuilder().setPrompt("water");
    spec.getRestoreBuilder().setStrength(0.6);
    spec.getStylizeBuilder().setStyle("charcoal").setStrength(0.8);
    spec.getRefineBuilder().setStrength(0.5);
    return spec.build();
  }

  private static MotionMask mask(String motion, String content) {
    return MotionMask.newBuilder().setMotion(motion).setMask(asset(content)).build();
  }

  private static ObjectRef asset(String content) {
    String sha256 = SomeRender.sha256(content);
    return ObjectRef.newBuilder()
        .setBucket("renders")
        .setKey("assets/acme/" + sha256)
        .setSha256(sha256)
        .build();
  }
}
