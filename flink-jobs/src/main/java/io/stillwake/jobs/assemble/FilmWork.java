package io.stillwake.jobs.assemble;

import com.google.protobuf.Timestamp;
import io.stillwake.jobs.work.Deadline;
import io.stillwake.jobs.work.FilmCosts;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.jobs.work.WorkIds;
import io.stillwake.proto.AssembleState;
import io.stillwake.proto.AssembleTask;
import io.stillwake.proto.DecodeTask;
import io.stillwake.proto.LatentSlice;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.PlannedSegment;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.util.ArrayList;
import java.util.List;

/** Makes the items that turn latents into a film: one decode per segment, then the assembly. */
final class FilmWork {

  /** Counts up when the same task would give other bytes. */
  private static final String ASSEMBLE_VERSION = "1";

  private final ObjectLayout layout = ObjectLayout.standard();
  private final RenderPlan plan;
  private final RenderWork render;
  private final Tenant tenant;
  private final RenderId id;

  FilmWork(AssembleState state) {
    plan = state.getPlan();
    render =
        new RenderWork(
            state.getRenderId(),
            state.getTenant(),
            state.getTraceparent(),
            plan.getPool(),
            plan.getSpec().getWorkClass(),
            Deadline.of(plan.getSpec(), plan.getSubmittedAt()));
    tenant = new Tenant(state.getTenant());
    id = new RenderId(state.getRenderId());
  }

  RenderWork render() {
    return render;
  }

  WorkItem decode(ChunkLedger ledger, PlannedSegment segment, Timestamp at) {
    List<LatentSlice> window = ledger.window(segment);
    DecodeTask.Builder task =
        DecodeTask.newBuilder()
            .setDropFrames(segment.getDropFrames())
            .setCall(plan.getDecode())
            .setSegment(segment.getIndex())
            .setFirstFrame(segment.getFirstFrame())
            .setFrameCount(segment.getFrameCount())
            .setFps(plan.getSpec().getAnimate().getFps());
    window.forEach(slice -> task.addWindow(slice.toBuilder().clearLatents()));
    List<String> inputs = new ArrayList<>(ledger.windowWork(segment));
    if (plan.hasRefine()) {
      task.setRefine(plan.getRefine());
      inputs.add(plan.getPicture().getObject().getSha256());
    }
    String work =
        WorkIds.of(
            render.tenant(),
            WorkKind.WORK_KIND_DECODE,
            inputs,
            task.build(),
            plan.getDecode().getModel(),
            plan.getFamilyVersion());
    if (plan.hasRefine()) {
      task.setPicture(plan.getPicture().getObject());
    }
    int decoded = FilmCosts.decodedFrames(plan, segment);
    return render
        .item(
            WorkKind.WORK_KIND_DECODE,
            work,
            plan.getDecodeCost() * decoded,
            RenderWork.playOrder(segment.getFirstFrame()),
            at)
        .setSize(RenderWork.size(plan.getPicture()))
        .setFrameCount(decoded)
        .setDecode(
            task.clearWindow()
                .addAllWindow(window)
                .setPublishInit(ref(layout.hlsInit(tenant, id), "video/mp4"))
                .setPublishMedia(
                    ref(layout.hlsSegment(tenant, id, segment.getIndex()), "video/iso.segment")))
        .build();
  }

  WorkItem assemble(ChunkLedger ledger, Timestamp at) {
    ObjectRef picture = plan.getPicture().getObject();
    AssembleTask.Builder task =
        AssembleTask.newBuilder()
            .setFps(plan.getSpec().getAnimate().getFps())
            .setFrameCount(plan.getFrameCount());
    List<String> inputs = new ArrayList<>();
    ledger.segments().stream().map(WorkResult::getWorkId).forEach(inputs::add);
    inputs.add(picture.getSha256());
    String work =
        WorkIds.of(
            render.tenant(),
            WorkKind.WORK_KIND_ASSEMBLE,
            inputs,
            task.build(),
            "",
            ASSEMBLE_VERSION);
    ledger.segments().forEach(segment -> task.addSegments(segment.getOutput().getSegment()));
    if (plan.getSegmentsCount() > 0) {
      task.setPublishVideo(ref(layout.video(tenant, id), "video/mp4"));
    }
    return render
        .item(WorkKind.WORK_KIND_ASSEMBLE, work, FilmCosts.ASSEMBLE, 0, at)
        .setAssemble(
            task.setPicture(picture)
                .setPublishPoster(ref(layout.poster(tenant, id), "image/jpeg"))
                .setPublishPicture(ref(layout.picture(tenant, id), "image/png")))
        .build();
  }

  ObjectRef playlist() {
    return ref(layout.playlist(tenant, id), Playlist.MEDIA_TYPE);
  }

  String playlistText(int playable) {
    return Playlist.of(layout, tenant, id, plan, playable);
  }

  private static ObjectRef ref(ObjectKey key, String mediaType) {
    return key.toRef(mediaType);
  }
}
