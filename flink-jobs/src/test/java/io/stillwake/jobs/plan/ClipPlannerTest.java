package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.CLIP;
import static io.stillwake.jobs.SomeRender.FAMILY;
import static io.stillwake.jobs.SomeRender.ID;
import static io.stillwake.jobs.SomeRender.OTHER_ID;
import static io.stillwake.jobs.SomeRender.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.stillwake.jobs.SomeRender;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.Picture;
import io.stillwake.proto.PlannedChunk;
import io.stillwake.proto.PlannedSegment;
import io.stillwake.proto.RenderSpec;
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
    RenderWork other = new RenderWork(ID, "rival", "", "cpu", WorkClass.WORK_CLASS_BATCH);

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
    RenderWork work = new RenderWork(render, TENANT, "", "cpu", WorkClass.WORK_CLASS_INTERACTIVE);
    return new ClipPlanner(work, spec, family, made(picture)).plan(Timestamp.getDefaultInstance());
  }

  private static List<String> ids(ClipPlanner.PlannedClip clip) {
    List<String> ids = new ArrayList<>();
    ids.add(clip.anchors().getWorkId());
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
