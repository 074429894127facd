package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.CLIP;
import static io.stillwake.jobs.SomeRender.FAMILY;
import static io.stillwake.jobs.SomeRender.ID;
import static io.stillwake.jobs.SomeRender.OTHER_ID;
import static io.stillwake.jobs.SomeRender.TENANT;
import static io.stillwake.jobs.SomeRender.WHOLE;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.stillwake.jobs.SomeRender;
import io.stillwake.jobs.work.Deadline;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.FramesTask;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.Picture;
import io.stillwake.proto.PlannedChunk;
import io.stillwake.proto.PlannedSegment;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.Size;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkOutput;
import io.stillwake.proto.WorkResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ClipPlannerTest {

  private static final Picture PHOTO = picture("a photo", 768, 512);

  @Test
  void everyChunkOfThePlanIsOneItem() {
    ClipPlanner.PlannedClip clip = plan(ID, CLIP, FAMILY, PHOTO);

    assertThat(clip.plan().getFrameCount()).isEqualTo(96);
    assertThat(clip.plan().getChunksList())
        .extracting(PlannedChunk::getWorkId)
        .containsExactlyElementsOf(clip.frames().stream().map(WorkItem::getWorkId).toList())
        .doesNotHaveDuplicates()
        .hasSize(6);
  }

  @Test
  void everyLengthAndRateOfTheFamilyIsPlannedWhole() {
    for (double fps = 8; fps <= 30; fps += 0.5) {
      for (double seconds = 1; seconds <= 10; seconds += 0.3) {
        RenderSpec spec = animate(CLIP.toBuilder(), "", 0.5, seconds, fps, false).build();
        var plan = plan(ID, spec, FAMILY, PHOTO).plan();

        assertThat(plan.getFrameCount()).isEqualTo((int) Math.round(seconds * fps));
        assertThat(plan.getSegmentsList().stream().mapToInt(PlannedSegment::getFrameCount).sum())
            .isEqualTo(plan.getFrameCount());
        assertThat(plan.getChunksList().stream().mapToInt(PlannedChunk::getFrameCount).sum())
            .isEqualTo(plan.getLatentFrameCount());
      }
    }
  }

  @Test
  void idsAreTheSameForAnotherRenderOfTheTenant() {
    assertThat(ids(plan(OTHER_ID, CLIP, FAMILY, PHOTO)))
        .isEqualTo(ids(plan(ID, CLIP, FAMILY, PHOTO)));
  }

  @Test
  void idsAreAnotherTenantsOwn() {
    RenderWork other =
        new RenderWork(ID, "rival", "", "cpu", WorkClass.WORK_CLASS_BATCH, Deadline.NONE);

    assertThat(
            ids(
                new ClipPlanner(other, CLIP, FAMILY, made(PHOTO))
                    .plan(Timestamp.getDefaultInstance())))
        .doesNotContainAnyElementsOf(ids(plan(ID, CLIP, FAMILY, PHOTO)));
  }

  static Stream<UnaryOperator<RenderSpec.Builder>> changes() {
    return Stream.of(
        spec -> spec.setSeed(8),
        spec -> animate(spec, "", 0.5, 4, 24, false),
        spec -> animate(spec, "smoke drifts left", 0.5, 4, 24, false),
        spec -> animate(spec, "smoke drifts", 0.6, 4, 24, false),
        spec -> animate(spec, "smoke drifts", 0.5, 5, 24, false),
        spec -> animate(spec, "smoke drifts", 0.5, 4, 25, false),
        spec -> animate(spec, "smoke drifts", 0.5, 4, 24, true));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void everyParameterChangesEveryId(UnaryOperator<RenderSpec.Builder> change) {
    RenderSpec changed = change.apply(CLIP.toBuilder()).build();

    assertThat(ids(plan(ID, changed, FAMILY, PHOTO)))
        .doesNotContainAnyElementsOf(ids(plan(ID, CLIP, FAMILY, PHOTO)));
  }

  @Test
  void negativePromptChangesEveryId() {
    RenderSpec.Builder changed = CLIP.toBuilder();
    changed.getAnimateBuilder().setNegativePrompt("fog");

    assertThat(ids(plan(ID, changed.build(), FAMILY, PHOTO)))
        .doesNotContainAnyElementsOf(ids(plan(ID, CLIP, FAMILY, PHOTO)));
  }

  @Test
  void pictureAndFamilyVersionChangeEveryId() {
    FamilyDescriptor newer = FAMILY.toBuilder().setVersion("2").build();

    assertThat(ids(plan(ID, CLIP, newer, PHOTO)))
        .doesNotContainAnyElementsOf(ids(plan(ID, CLIP, FAMILY, PHOTO)));
    assertThat(ids(plan(ID, CLIP, FAMILY, picture("another", 768, 512))))
        .doesNotContainAnyElementsOf(ids(plan(ID, CLIP, FAMILY, PHOTO)));
  }

  @Test
  void chunkingChangesTheChunksAndNotTheFilm() {
    FamilyDescriptor finer = FAMILY.toBuilder().setFramesPerChunk(8).build();
    ClipPlanner.PlannedClip few = plan(ID, CLIP, FAMILY, PHOTO);
    ClipPlanner.PlannedClip many = plan(ID, CLIP, finer, PHOTO);

    assertThat(ids(many)).doesNotContainAnyElementsOf(ids(few));
    assertThat(many.plan().getSegmentsList()).isEqualTo(few.plan().getSegmentsList());
    assertThat(parameters(many)).isEqualTo(parameters(few));
  }

  @Test
  void leadInIsMadeAndSaidToBeDropped() {
    FamilyDescriptor family = FAMILY.toBuilder().setLeadIn(2).build();
    var second = plan(ID, CLIP, family, PHOTO).frames().get(1).getFrames();

    assertThat(second.getFirstFrame()).isEqualTo(14);
    assertThat(second.getFrameCount()).isEqualTo(18);
    assertThat(second.getLeadIn()).isEqualTo(2);
  }

  /** Ids that changed would have every stored chunk of the reference family made anew. */
  @Test
  void idsOfTheReferenceFamilyStayWhatTheyAre() {
    List<String> open = ids(plan(ID, CLIP, FAMILY, PHOTO));
    RenderSpec looped = animate(CLIP.toBuilder(), "smoke drifts", 0.5, 4, 24, true).build();
    List<String> loop = ids(plan(ID, looped, FAMILY, PHOTO));

    assertThat(open)
        .hasSize(7)
        .startsWith("446a4108451cc0c495176c7611566f63af1121c847ff98fdd25bc4a76c5b9bf0")
        .endsWith("69e258539d7fc0a66552bf3a5a62a58bcadc8d2003cd6e14af22d73da4945ab3");
    assertThat(loop)
        .hasSize(7)
        .startsWith("594743dc6a3b31fc5a7a52ae16deac5dc509a43a8b94903261d80aafb0f26ae2")
        .endsWith("1728f904879307c538677565d374386fdd4df173ed2b46567395bf90264378af");
  }

  @Test
  void windowsAreToldNoRightAnchorAndThePlanTheirOverlap() {
    FamilyDescriptor family =
        FAMILY.toBuilder()
            .setChunking(Chunking.WINDOWS)
            .setTemporalStride(4)
            .setFramesPerChunk(6)
            .setOverlap(2)
            .setLoops(false)
            .build();
    ClipPlanner.PlannedClip clip = plan(ID, CLIP, family, PHOTO);
    FramesTask second = clip.frames().get(1).getFrames();

    assertThat(second.getLeftAnchor()).isEqualTo(1);
    assertThat(second.getLeftFrame()).isEqualTo(6);
    assertThat(second.getRightAnchor()).isEqualTo(-1);
    assertThat(second.getFirstFrame()).isEqualTo(6);
    assertThat(second.getFrameCount()).isEqualTo(9);
    assertThat(second.getLeadIn()).isEqualTo(1);
    assertThat(clip.plan().getChunksList())
        .extracting(PlannedChunk::getOverlap)
        .containsExactly(0, 2, 2, 2);
    assertThat(clip.frames().get(1).getCostSeconds()).isEqualTo(9 * 4 * 0.2);
  }

  @Test
  void itemsTellWhatTheirCostIsLearntBy() {
    FamilyDescriptor family = FAMILY.toBuilder().setLeadIn(2).build();
    ClipPlanner.PlannedClip clip = plan(ID, CLIP, family, PHOTO);
    Size size = Size.newBuilder().setWidth(768).setHeight(512).build();

    assertThat(clip.anchors().orElseThrow().getSize()).isEqualTo(size);
    assertThat(clip.anchors().orElseThrow().getFrameCount()).isEqualTo(7);
    assertThat(clip.frames()).extracting(WorkItem::getSize).containsOnly(size);
    assertThat(clip.frames().get(1).getFrameCount()).isEqualTo(18);
  }

  @Test
  void aWholeFilmHasNoAnchors() {
    ClipPlanner.PlannedClip clip = plan(ID, CLIP, WHOLE, PHOTO);

    assertThat(clip.anchors()).isEmpty();
    assertThat(clip.frames())
        .singleElement()
        .satisfies(
            item -> {
              assertThat(item.getFrames().getFrameCount()).isEqualTo(96);
              assertThat(item.getFrames().getRightAnchor()).isEqualTo(-1);
            });
  }

  @Test
  void aFamilyThatCannotLoopMakesTheFilmOpenAndSaysSo() {
    RenderSpec looped = animate(CLIP.toBuilder(), "smoke drifts", 0.5, 4, 24, true).build();
    FamilyDescriptor family = FAMILY.toBuilder().setLoops(false).build();
    ClipPlanner.PlannedClip clip = plan(ID, looped, family, PHOTO);

    assertThat(clip.plan().getWarningsList())
        .containsExactly(
            "the reference family cannot lead a film back into its first frame; it ends where it ends");
    assertThat(ids(clip)).isEqualTo(ids(plan(ID, CLIP, FAMILY, PHOTO)));
  }

  @Test
  void aFamilyWithoutMotionsGetsThePromptAsItIs() {
    FamilyDescriptor family = FAMILY.toBuilder().clearMotions().clearCannot().build();
    RenderSpec spec =
        animate(CLIP.toBuilder(), "She smiles; no wind, fire and a wave", 0.5, 4, 24, false)
            .build();
    ClipPlanner.PlannedClip clip = plan(ID, spec, family, PHOTO);

    assertThat(clip.plan().getWarningsList()).isEmpty();
    assertThat(parameters(clip))
        .noneMatch(parameter -> parameter.getName().equals("motion"))
        .filteredOn(parameter -> parameter.getName().equals("prompt"))
        .flatExtracting(Parameter::getStringsList)
        .containsExactly("She smiles; no wind, fire and a wave");
  }

  @Test
  void aFamilyWithoutMotionsWarnsOfNothingWithoutAPrompt() {
    FamilyDescriptor family = FAMILY.toBuilder().clearMotions().clearCannot().build();
    RenderSpec spec = animate(CLIP.toBuilder(), "", 0.5, 4, 24, false).build();

    assertThat(plan(ID, spec, family, PHOTO).plan().getWarningsList()).isEmpty();
  }

  @Test
  void itemsAreOrderedAsTheyPlay() {
    assertThat(plan(ID, CLIP, FAMILY, PHOTO).frames())
        .extracting(WorkItem::getOrder)
        .isSorted()
        .doesNotHaveDuplicates();
  }

  @Test
  void costGrowsWithPixels() {
    WorkItem small = plan(ID, CLIP, FAMILY, PHOTO).frames().get(0);
    WorkItem large = plan(ID, CLIP, FAMILY, picture("a photo", 1536, 1024)).frames().get(0);

    assertThat(small.getCostSeconds()).isEqualTo(16 * 0.2);
    assertThat(large.getCostSeconds()).isEqualTo(4 * small.getCostSeconds());
  }

  @Test
  void modelsGetMotionRowByRow() {
    Parameter motion =
        parameters(plan(ID, CLIP, FAMILY, PHOTO)).stream()
            .filter(parameter -> parameter.getName().equals("motion"))
            .findFirst()
            .orElseThrow();

    assertThat(motion.getShapeList()).containsExactly(5L, 4L);
    assertThat(motion.getFloatsList().subList(8, 12)).containsExactly(0.7, 0.0, 0.0, 1.0);
  }

  private static List<Parameter> parameters(ClipPlanner.PlannedClip clip) {
    return clip.frames().get(0).getFrames().getCall().getParametersList();
  }

  private static ClipPlanner.PlannedClip plan(
      String render, RenderSpec spec, FamilyDescriptor family, Picture picture) {
    RenderWork work =
        new RenderWork(render, TENANT, "", "cpu", WorkClass.WORK_CLASS_INTERACTIVE, Deadline.NONE);
    return new ClipPlanner(work, spec, family, made(picture)).plan(Timestamp.getDefaultInstance());
  }

  private static List<String> ids(ClipPlanner.PlannedClip clip) {
    List<String> ids = new ArrayList<>();
    clip.anchors().map(WorkItem::getWorkId).ifPresent(ids::add);
    clip.frames().forEach(item -> ids.add(item.getWorkId()));
    return ids;
  }

  private static RenderSpec.Builder animate(
      RenderSpec.Builder spec,
      String prompt,
      double strength,
      double seconds,
      double fps,
      boolean loop) {
    spec.getAnimateBuilder()
        .setPrompt(prompt)
        .setMotionStrength(strength)
        .setSeconds(seconds)
        .setFps(fps)
        .setLoop(loop);
    return spec;
  }

  private static Picture picture(String content, int width, int height) {
    Picture.Builder picture = Picture.newBuilder().setWidth(width).setHeight(height);
    picture.getObjectBuilder().setSha256(SomeRender.sha256(content));
    return picture.build();
  }

  private static Made made(Picture picture) {
    return new Made(
        List.of(
            WorkResult.newBuilder()
                .setKind(WorkKind.WORK_KIND_PREPARE)
                .setOutput(WorkOutput.newBuilder().setPicture(picture))
                .build()));
  }
}
