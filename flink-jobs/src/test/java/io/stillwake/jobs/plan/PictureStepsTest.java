package io.stillwake.jobs.plan;

import static io.stillwake.jobs.SomeRender.CLIP;
import static io.stillwake.jobs.SomeRender.FAMILY;
import static io.stillwake.jobs.SomeRender.ID;
import static io.stillwake.jobs.SomeRender.OTHER_ID;
import static io.stillwake.jobs.SomeRender.PICTURE;
import static io.stillwake.jobs.SomeRender.TENANT;
import static io.stillwake.jobs.SomeRender.upload;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import io.stillwake.jobs.work.Deadline;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.proto.Crop;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Parameter;
import io.stillwake.proto.Picture;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import org.junit.jupiter.api.Test;

final class PictureStepsTest {

  @Test
  void sameFileUnderAnotherRenderIsPreparedOnce() {
    ObjectRef elsewhere =
        upload().toBuilder().setKey(upload().getKey().replace(ID, OTHER_ID)).build();

    assertThat(prepare(CLIP, elsewhere).getWorkId()).isEqualTo(prepare(CLIP, upload()).getWorkId());
  }

  @Test
  void otherFileCropAndRotationArePreparedAnew() {
    RenderSpec cropped = CLIP.toBuilder().setCrop(Crop.newBuilder().setWidth(100)).build();
    RenderSpec rotated = CLIP.toBuilder().setRotate(90).build();

    assertThat(prepare(CLIP, upload()).getWorkId())
        .isNotEqualTo(prepare(CLIP, upload().toBuilder().setEtag("e2").build()).getWorkId())
        .isNotEqualTo(prepare(cropped, upload()).getWorkId())
        .isNotEqualTo(prepare(rotated, upload()).getWorkId());
  }

  @Test
  void otherMotionIsNoOtherPreparation() {
    RenderSpec.Builder other = CLIP.toBuilder().setSeed(99);
    other.getAnimateBuilder().setPrompt("waves");

    assertThat(prepare(other.build(), upload()).getWorkId())
        .isEqualTo(prepare(CLIP, upload()).getWorkId());
  }

  @Test
  void pictureMayBeLargerThanAClip() {
    assertThat(prepare(CLIP, upload()).getPrepare().getMaxPixels()).isEqualTo(921600);
    assertThat(prepare(PICTURE, upload()).getPrepare().getMaxPixels()).isEqualTo(4194304);
    assertThat(prepare(PICTURE, upload()).getPrepare().getDefaultPixels()).isEqualTo(4194304);
  }

  @Test
  void stylizeNamesTheStyleByItsPlace() {
    RenderSpec.Builder charcoal = PICTURE.toBuilder();
    charcoal.getStylizeBuilder().setStyle("charcoal");
    Picture.Builder picture = Picture.newBuilder().setWidth(1000).setHeight(1000);
    picture.getObjectBuilder().setSha256("abc");
    WorkItem item =
        new PictureSteps(work(), charcoal.build(), FAMILY, Timestamp.getDefaultInstance())
            .stylize(picture.build());

    assertThat(item.getStylize().getCall().getModel()).isEqualTo("reference-stylize");
    assertThat(item.getStylize().getCall().getParametersList())
        .extracting(Parameter::getName)
        .containsExactly(
            "style", "light", "strength", "keep_colors", "stroke", "vividness", "seed");
    assertThat(item.getStylize().getCall().getParameters(0).getIntsList()).containsExactly(1L);
    assertThat(item.getCostSeconds()).isEqualTo(4);
  }

  private static WorkItem prepare(RenderSpec spec, ObjectRef source) {
    return new PictureSteps(work(), spec, FAMILY, Timestamp.getDefaultInstance()).prepare(source);
  }

  private static RenderWork work() {
    return new RenderWork(ID, TENANT, "", "cpu", WorkClass.WORK_CLASS_UNSPECIFIED, Deadline.NONE);
  }
}
