package io.stillwake.ingest.status;

import com.google.protobuf.Timestamp;
import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.Film;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.QueuePlace;
import io.stillwake.proto.RenderCommand;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.RenderEvent;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.StageProgress;
import io.stillwake.proto.SubmitRender;
import io.stillwake.proto.WorkTimings;
import java.time.Instant;

/** The records of one render of tenant {@code local}, as the jobs write them. */
public final class RenderRecords {

  public static final Instant SUBMITTED = Instant.parse("2026-11-23T12:00:00Z");

  private static final RenderSpec SPEC =
      RenderSpec.newBuilder()
          .setFamily("reference")
          .setSeed(7)
          .setAnimate(AnimateStep.newBuilder().setPrompt("waves").setSeconds(4).setFps(24))
          .build();

  private final String render;

  public RenderRecords(String render) {
    this.render = render;
  }

  public RenderCommand submit() {
    return RenderCommand.newBuilder()
        .setRenderId(render)
        .setTenant("local")
        .setAt(at(0))
        .setSubmit(
            SubmitRender.newBuilder()
                .setSpec(SPEC)
                .setSource(ObjectRef.newBuilder().setMediaType("image/jpeg").setSize(1000)))
        .build();
  }

  /** What GenerateJob tells: its sequence counts the chunks that are done. */
  public RenderProgress frames(int done, int total) {
    return progress("generate", done, RenderState.RENDER_STATE_RUNNING)
        .setSpec(SPEC)
        .setSubmittedAt(at(0))
        .addStages(stage("prepare", 1, 1))
        .addStages(stage("frames", done, total))
        .build();
  }

  /** What AssembleJob tells: its sequence counts the segments that are playable. */
  public RenderProgress segments(int done, int total) {
    return progress("assemble", done, RenderState.RENDER_STATE_RUNNING)
        .addStages(stage("decode", done, total))
        .setPlayableSegments(done)
        .setPlaylist(ref("hls/playlist.m3u8"))
        .build();
  }

  /** What a job tells of the work that is left and the time that went, at its 10th second. */
  public RenderProgress left(String job, double seconds, double chainSeconds) {
    return progress(job, 0, RenderState.RENDER_STATE_RUNNING)
        .setRemainingSeconds(seconds)
        .setRemainingChainSeconds(chainSeconds)
        .setSpent(
            WorkTimings.newBuilder()
                .setQueuedMs(1500)
                .setHandedOverMs(20)
                .setSlotWaitMs(300)
                .setFetchMs(40)
                .setModelMs(2100)
                .setCodecMs(60)
                .setStoreMs(70))
        .build();
  }

  /** What DispatchJob tells of a render that waits with two items, at its 10th second and later. */
  public RenderProgress waiting(int sequence, int ahead, double waitSeconds, int slots) {
    return progress("dispatch", sequence, RenderState.RENDER_STATE_UNSPECIFIED)
        .setQueue(
            QueuePlace.newBuilder()
                .setPool("cpu")
                .setWaitingItems(2)
                .setRendersAhead(ahead)
                .setWaitSeconds(waitSeconds)
                .setSlots(slots))
        .build();
  }

  /** What DispatchJob tells when nothing of the render waits any more. */
  public RenderProgress served(int sequence) {
    return progress("dispatch", sequence, RenderState.RENDER_STATE_UNSPECIFIED).build();
  }

  private RenderProgress.Builder progress(String job, int sequence, RenderState state) {
    return RenderProgress.newBuilder()
        .setRenderId(render)
        .setTenant("local")
        .setJob(job)
        .setSequence(sequence)
        .setState(state)
        .setAt(at(10 + sequence));
  }

  public RenderEvent accepted() {
    return event("accepted", RenderState.RENDER_STATE_QUEUED, 5).build();
  }

  public RenderEvent completed() {
    return event("completed", RenderState.RENDER_STATE_COMPLETED, 60)
        .setFilm(
            Film.newBuilder()
                .setVideo(ref("video.mp4"))
                .setPoster(ref("poster.jpg"))
                .setPicture(ref("picture.png"))
                .addRegions(ref("regions/water.png"))
                .addRegions(ref("regions/overview.png"))
                .setFrames(96))
        .setPlaylist(ref("hls/playlist.m3u8"))
        .setManifest(ref("render.json"))
        .addWarnings("the camera does not move")
        .build();
  }

  public RenderEvent failed() {
    return event("failed", RenderState.RENDER_STATE_FAILED, 60)
        .setManifest(ref("render.json"))
        .setError(
            RenderError.newBuilder()
                .setCode("not_an_image")
                .setMessage("source: 11 bytes of text (expected: a picture)")
                .setStep("prepare"))
        .build();
  }

  private RenderEvent.Builder event(String type, RenderState state, int second) {
    return RenderEvent.newBuilder()
        .setEventId(render + "/" + type)
        .setRenderId(render)
        .setTenant("local")
        .setState(state)
        .setAt(at(second))
        .setSpec(SPEC)
        .setSubmittedAt(at(0));
  }

  private static StageProgress stage(String name, int done, int total) {
    return StageProgress.newBuilder().setStage(name).setDone(done).setTotal(total).build();
  }

  private ObjectRef ref(String name) {
    return ObjectRef.newBuilder()
        .setBucket("renders")
        .setKey("renders/local/" + render + "/" + name)
        .build();
  }

  private static Timestamp at(int second) {
    return Timestamp.newBuilder().setSeconds(SUBMITTED.getEpochSecond() + second).build();
  }
}
