package io.stillwake.jobs;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.AnimateStep;
import io.stillwake.proto.Chunking;
import io.stillwake.proto.FamilyCost;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.Film;
import io.stillwake.proto.Latents;
import io.stillwake.proto.MotionKind;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.Picture;
import io.stillwake.proto.Region;
import io.stillwake.proto.Regions;
import io.stillwake.proto.RegionsTask;
import io.stillwake.proto.RenderCommand;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.Segment;
import io.stillwake.proto.Size;
import io.stillwake.proto.Style;
import io.stillwake.proto.StylizeStep;
import io.stillwake.proto.SubmitRender;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkFailure;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkOutput;
import io.stillwake.proto.WorkResult;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.Tenant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** One render for tests: a family, a spec, a ticket, an upload, and workers' answers. */
public final class SomeRender {

  public static final String ID = "01jd0000000000000000000000";
  public static final String OTHER_ID = "01jd0000000000000000000001";
  public static final String TENANT = "acme";
  public static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

  /** 4 s at 24 fps: 96 frames, 6 chunks of 16, 4 segments of 24. */
  public static final FamilyDescriptor FAMILY =
      FamilyDescriptor.newBuilder()
          .setName("reference")
          .setVersion("1")
          .setPool("cpu")
          .setChunking(Chunking.KEYFRAMES)
          .setLatentChannels(64)
          .setSpatialStride(8)
          .setTemporalStride(1)
          .setFramesPerChunk(16)
          .setLoops(true)
          .setSegmentFrames(24)
          .setMinFps(8)
          .setMaxFps(30)
          .setMinSeconds(1)
          .setMaxSeconds(10)
          .setSideMultiple(16)
          .setMinSide(128)
          .setMaxSide(1280)
          .setDefaultPixels(393216)
          .setMaxPixels(921600)
          .setMaxPicturePixels(4194304)
          .addStyles(Style.newBuilder().setName("oil").addWords("oil painting").addWords("oil"))
          .addStyles(Style.newBuilder().setName("charcoal").addWords("charcoal"))
          .addMotions(motion("water", 0.8, "water", "lake", "waves", "ripples", "wave"))
          .addMotions(motion("flame", 0.8, "flames", "fire", "campfire"))
          .addMotions(motion("smoke", 0.7, "smoke", "steam"))
          .addMotions(motion("foliage", 0.7, "leaves", "wind", "breeze", "sway"))
          .addMotions(motion("rain", 0, "rain", "raindrops"))
          .addCannot("smile")
          .addCannot("wave hand")
          .setCost(
              FamilyCost.newBuilder()
                  .setPrepare(0.5)
                  .setStylize(4)
                  .setAnchors(0.3)
                  .setFrames(0.2)
                  .setDecode(0.06))
          .build();

  /** Makes a film in one call, by a model that reads the prompt itself. */
  public static final FamilyDescriptor WHOLE =
      FAMILY.toBuilder()
          .setName("whole")
          .setChunking(Chunking.WHOLE)
          .setLoops(false)
          .clearMotions()
          .clearCannot()
          .build();

  /** Has all that a family can have, and finds water in every picture, but no flames. */
  public static final FamilyDescriptor SEEING =
      FAMILY.toBuilder()
          .setName("seeing")
          .clearMotions()
          .addMotions(motion("water", 0.8, "water", "lake").toBuilder().addRegions("water"))
          .addMotions(motion("flame", 0.8, "flames", "fire").toBuilder().addRegions("flame"))
          .addMotions(motion("rain", 0.7, "rain"))
          .addRegions(Region.newBuilder().setName("water"))
          .addRegions(Region.newBuilder().setName("flame"))
          .addRegions(Region.newBuilder().setName("still"))
          .addRegions(Region.newBuilder().setName("direction_x"))
          .setRestores(true)
          .setRefines(true)
          .setRefineOverlap(2)
          .setStylizesByExample(true)
          .setCost(FAMILY.getCost().toBuilder().setRestore(1).setRegions(2).setRefine(0.02))
          .build();

  public static final RenderSpec CLIP =
      RenderSpec.newBuilder()
          .setFamily("reference")
          .setSeed(7)
          .setWorkClass(WorkClass.WORK_CLASS_INTERACTIVE)
          .setAnimate(
              AnimateStep.newBuilder()
                  .setPrompt("smoke drifts")
                  .setMotionStrength(0.5)
                  .setSeconds(4)
                  .setFps(24))
          .build();

  public static final RenderSpec PICTURE =
      RenderSpec.newBuilder()
          .setFamily("reference")
          .setSeed(7)
          .setWorkClass(WorkClass.WORK_CLASS_INTERACTIVE)
          .setStylize(StylizeStep.newBuilder().setStyle("oil").setStrength(0.8))
          .build();

  private SomeRender() {}

  /** Where the upload is to be; its version is not known. */
  public static ObjectRef expected(String render) {
    return ObjectLayout.standard()
        .source(new Tenant(TENANT), new RenderId(render))
        .toRef("image/jpeg");
  }

  public static ObjectRef upload() {
    return expected(ID).toBuilder().setEtag("e1").setSize(1000).build();
  }

  public static RenderCommand submit(RenderSpec spec) {
    return command()
        .setSubmit(SubmitRender.newBuilder().setSpec(spec).setSource(expected(ID)))
        .build();
  }

  public static RenderCommand.Builder command() {
    return RenderCommand.newBuilder()
        .setRenderId(ID)
        .setTenant(TENANT)
        .setAt(Timestamps.fromMillis(NOW.toEpochMilli()))
        .setTraceparent("00-1-2-01");
  }

  /** What a worker would answer when all goes well. */
  public static WorkResult done(WorkItem item) {
    WorkOutput.Builder output = WorkOutput.newBuilder();
    switch (item.getKind()) {
      case WORK_KIND_FIND -> output.setFound(upload());
      case WORK_KIND_PREPARE ->
          output.setPicture(
              Picture.newBuilder()
                  .setObject(object(item, "picture.png"))
                  .setWidth(768)
                  .setHeight(512)
                  .setSourceFormat("jpeg")
                  .setRestoreScale(item.getPrepare().getUpscaleValue() == 0 ? 0 : 2)
                  .setSourceSize(Size.newBuilder().setWidth(3000).setHeight(2000)));
      case WORK_KIND_RESTORE, WORK_KIND_STYLIZE ->
          output.setPicture(
              Picture.newBuilder()
                  .setObject(object(item, "picture.png"))
                  .setWidth(768)
                  .setHeight(512));
      case WORK_KIND_REGIONS ->
          output.setRegions(
              Regions.newBuilder()
                  .setMaps(Latents.newBuilder().setObject(object(item, "latents.safetensors")))
                  .addAllCoverage(List.of(0.3, 0.0, 0.1, -0.2))
                  .addAllPictures(shown(item.getRegions())));
      case WORK_KIND_ANCHORS, WORK_KIND_FRAMES ->
          output.setLatents(Latents.newBuilder().setObject(object(item, "latents.safetensors")));
      case WORK_KIND_DECODE ->
          output.setSegment(
              Segment.newBuilder()
                  .setInit(object(item, "init.mp4"))
                  .setMedia(object(item, "media.m4s"))
                  .setFrames(item.getDecode().getFrameCount()));
      case WORK_KIND_ASSEMBLE -> output.setFilm(film(item));
      case WORK_KIND_UNSPECIFIED, UNRECOGNIZED ->
          throw new IllegalArgumentException("kind: " + item.getKind());
    }
    return answer(item).setOutput(output).build();
  }

  public static WorkResult failed(WorkItem item, String code, boolean forGood) {
    return answer(item)
        .setFailure(
            WorkFailure.newBuilder().setCode(code).setMessage("what went wrong").setFinal(forGood))
        .build();
  }

  public static String sha256(String text) {
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static ObjectRef object(WorkItem item, String name) {
    String key = "work/" + item.getTenant() + "/" + item.getWorkId() + "/1/" + name;
    return ObjectRef.newBuilder()
        .setBucket("renders")
        .setKey(key)
        .setEtag("e")
        .setSize(10)
        .setSha256(sha256(item.getWorkId() + name))
        .build();
  }

  public static List<WorkKind> kinds(List<WorkItem> items) {
    return items.stream().map(WorkItem::getKind).toList();
  }

  private static List<ObjectRef> shown(RegionsTask task) {
    return Stream.concat(task.getPublishMapsList().stream(), Stream.of(task.getPublishOverview()))
        .filter(where -> !where.getKey().isEmpty())
        .map(where -> published(where, 50))
        .toList();
  }

  private static Film film(WorkItem item) {
    Film.Builder film =
        Film.newBuilder()
            .setPoster(published(item.getAssemble().getPublishPoster(), 20))
            .setPicture(published(item.getAssemble().getPublishPicture(), 30));
    if (item.getAssemble().getSegmentsCount() > 0) {
      film.setVideo(published(item.getAssemble().getPublishVideo(), 40))
          .setFrames(item.getAssemble().getFrameCount());
    }
    return film.build();
  }

  private static ObjectRef published(ObjectRef where, long size) {
    return where.toBuilder().setEtag("e").setSize(size).setSha256(sha256(where.getKey())).build();
  }

  private static WorkResult.Builder answer(WorkItem item) {
    return WorkResult.newBuilder()
        .setWorkId(item.getWorkId())
        .setRenderId(item.getRenderId())
        .setTenant(item.getTenant())
        .setKind(item.getKind())
        .setPool(item.getPool())
        .setAttempt(item.getAttempt())
        .setWorker("worker-1");
  }

  private static MotionKind motion(String name, double amount, String... words) {
    return MotionKind.newBuilder()
        .setName(name)
        .setAmount(amount)
        .addAllWords(List.of(words))
        .build();
  }
}
