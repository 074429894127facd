package io.stillwake.jobs.assemble;

import static io.stillwake.jobs.SomeRender.FAMILY;
import static io.stillwake.jobs.SomeRender.ID;
import static io.stillwake.jobs.SomeRender.NOW;
import static io.stillwake.jobs.SomeRender.TENANT;

import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.SomeRender;
import io.stillwake.proto.ChunkStored;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.Motion;
import io.stillwake.proto.Picture;
import io.stillwake.proto.PlannedChunk;
import io.stillwake.proto.PlannedSegment;
import io.stillwake.proto.RenderCanceled;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.RenderFailed;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.Size;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;

/** What GenerateJob announces: a film of 60 frames, 4 chunks of 15, 3 segments of 24, 24 and 12. */
final class SomePlan {

  static final RenderPlan FILM = film();
  static final RenderPlan PICTURE = picture();

  private SomePlan() {}

  static LatentChunk plan(RenderPlan plan) {
    return content().setPlan(plan).build();
  }

  static LatentChunk chunk(int index) {
    WorkItem frames =
        WorkItem.newBuilder()
            .setWorkId(FILM.getChunks(index).getWorkId())
            .setRenderId(ID)
            .setTenant(TENANT)
            .setKind(WorkKind.WORK_KIND_FRAMES)
            .setAttempt(1)
            .build();
    return content()
        .setChunk(ChunkStored.newBuilder().setIndex(index).setResult(SomeRender.done(frames)))
        .build();
  }

  static LatentChunk failed(String code) {
    return content()
        .setFailed(
            RenderFailed.newBuilder()
                .setError(RenderError.newBuilder().setCode(code).setMessage("why"))
                .setSpec(SomeRender.CLIP)
                .setSubmittedAt(Timestamps.fromMillis(NOW.toEpochMilli())))
        .build();
  }

  static LatentChunk canceled() {
    return content()
        .setCanceled(
            RenderCanceled.newBuilder()
                .setSpec(SomeRender.CLIP)
                .setSubmittedAt(Timestamps.fromMillis(NOW.toEpochMilli())))
        .build();
  }

  static LatentChunk.Builder content() {
    return LatentChunk.newBuilder().setRenderId(ID).setTenant(TENANT).setTraceparent("00-1-2-01");
  }

  private static RenderPlan film() {
    RenderPlan.Builder plan =
        planned(SomeRender.CLIP)
            .setFrameCount(60)
            .setLatentFrameCount(60)
            .setTemporalStride(1)
            .addMotions(Motion.newBuilder().setName("smoke").setAmount(0.7).setSpeed(1))
            .addWarnings("the reference family cannot make 'smile'; the rest is done")
            .setDecodeCost(0.06);
    plan.getDecodeBuilder().setModel("reference-decode").setVersion("1");
    for (int i = 0; i < 4; i++) {
      plan.addChunks(
          PlannedChunk.newBuilder()
              .setIndex(i)
              .setWorkId(SomeRender.sha256("chunk " + i))
              .setFirstFrame(15 * i)
              .setFrameCount(15));
    }
    for (int i = 0; i < 3; i++) {
      int count = Math.min(24, 60 - 24 * i);
      plan.addSegments(
          PlannedSegment.newBuilder()
              .setIndex(i)
              .setFirstFrame(24 * i)
              .setFrameCount(count)
              .setWindowFirst(24 * i)
              .setWindowCount(count));
    }
    return plan.build();
  }

  private static RenderPlan picture() {
    return planned(SomeRender.PICTURE).build();
  }

  private static RenderPlan.Builder planned(RenderSpec spec) {
    WorkItem prepare =
        WorkItem.newBuilder()
            .setWorkId(SomeRender.sha256("prepare"))
            .setRenderId(ID)
            .setTenant(TENANT)
            .setKind(WorkKind.WORK_KIND_PREPARE)
            .setAttempt(1)
            .build();
    Picture picture =
        SomeRender.done(prepare).getOutput().getPicture().toBuilder()
            .setSourceSize(Size.newBuilder().setWidth(3000).setHeight(2000))
            .build();
    return RenderPlan.newBuilder()
        .setSpec(spec)
        .setSubmittedAt(Timestamps.fromMillis(NOW.toEpochMilli()))
        .setSource(SomeRender.upload())
        .setPrepared(picture)
        .setPicture(picture)
        .setFamilyVersion(FAMILY.getVersion())
        .setPool(FAMILY.getPool())
        .addSteps(SomeRender.done(prepare));
  }
}
