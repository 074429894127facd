package io.stillwake.jobs.plan;

import com.google.protobuf.Timestamp;
import io.stillwake.jobs.prompt.Coverage;
import io.stillwake.jobs.prompt.MotionPlanner;
import io.stillwake.jobs.prompt.PlannedMotion;
import io.stillwake.jobs.work.ModelName;
import io.stillwake.jobs.work.Parameters;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.jobs.work.WorkIds;
import io.stillwake.proto.AnchorsTask;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.FramesTask;
import io.stillwake.proto.Picture;
import io.stillwake.proto.PlannedChunk;
import io.stillwake.proto.Regions;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fixes everything about a film before its first chunk is asked for: length, motion, chunks,
 * segments and the id of each item. A pure function of the spec, the picture and the family.
 */
final class ClipPlanner {

  /** In a task's place of a right anchor, where there is none. */
  private static final int NONE = -1;

  private final RenderWork render;
  private final RenderSpec spec;
  private final FamilyDescriptor family;
  private final Picture picture;
  private final Optional<Regions> regions;
  private final boolean loop;
  private final FilmLength film;
  private final ChunkLayout layout;
  private final PlannedMotion motion;
  private final StepCosts costs;

  ClipPlanner(RenderWork render, RenderSpec spec, FamilyDescriptor family, Made made) {
    this.render = render;
    this.spec = spec;
    this.family = family;
    this.picture = made.picture();
    this.regions = made.regions();
    this.loop = loops(family, spec);
    this.film = FilmLength.of(spec.getAnimate(), family.getTemporalStride());
    this.layout = ChunkLayout.of(family, film, loop);
    this.motion = new MotionPlanner(family, coverage()).plan(spec.getAnimate());
    this.costs = StepCosts.of(family, picture);
  }

  /** How many chunks a film will have, whatever its picture; 0 without a film. */
  static int chunks(FamilyDescriptor family, RenderSpec spec) {
    if (!spec.hasAnimate()) {
      return 0;
    }
    FilmLength film = FilmLength.of(spec.getAnimate(), family.getTemporalStride());
    return ChunkLayout.of(family, film, loops(family, spec)).chunks().size();
  }

  /**
   * @param plan lacks what the render did before: its source, its ticket and the steps
   * @param anchors empty for a family that makes none
   * @param frames one item per chunk; each lacks the anchors' place in the store
   */
  record PlannedClip(RenderPlan plan, Optional<WorkItem> anchors, List<WorkItem> frames) {}

  PlannedClip plan(Timestamp at) {
    Optional<WorkItem> anchors =
        layout.anchors().isEmpty() ? Optional.empty() : Optional.of(anchors(at));
    List<String> ids = anchors.stream().map(WorkItem::getWorkId).toList();
    List<WorkItem> frames = layout.chunks().stream().map(chunk -> frames(chunk, ids, at)).toList();
    RenderPlan.Builder plan =
        RenderPlan.newBuilder()
            .setFrameCount(film.frames())
            .setLatentFrameCount(film.latentFrames())
            .setTemporalStride(film.stride())
            .addAllSegments(SegmentLayout.of(family, film, refineOverlap(family, spec)))
            .addAllMotions(motion.rows())
            .addAllWarnings(motion.warnings())
            .addAllWarnings(noLoop())
            .setDecode(ModelCalls.to(family, WorkKind.WORK_KIND_DECODE))
            .setDecodeCost(costs.decodedFrame(spec));
    if (spec.hasRefine()) {
      plan.setRefine(
          ModelCalls.to(ModelName.refine(family.getName()))
              .addParameters(Parameters.number("strength", spec.getRefine().getStrength())));
    }
    for (ChunkLayout.Chunk chunk : layout.chunks()) {
      plan.addChunks(
          PlannedChunk.newBuilder()
              .setIndex(chunk.index())
              .setWorkId(frames.get(chunk.index()).getWorkId())
              .setFirstFrame(chunk.first())
              .setFrameCount(chunk.count())
              .setOverlap(chunk.overlap()));
    }
    return new PlannedClip(plan.build(), anchors, frames);
  }

  private WorkItem anchors(Timestamp at) {
    AnchorsTask.Builder task =
        AnchorsTask.newBuilder()
            .setCall(
                ModelCalls.animate(
                    family, WorkKind.WORK_KIND_ANCHORS, spec, film.frames(), loop, motion.rows()))
            .addAllFrames(layout.anchors());
    String id =
        WorkIds.of(
            render.tenant(),
            WorkKind.WORK_KIND_ANCHORS,
            inputs(List.of()),
            task.build(),
            task.getCall().getModel(),
            family.getVersion());
    regions.ifPresent(maps -> task.setRegions(maps.getMaps().getObject()));
    double cost = costs.anchors(layout.anchors().size());
    return render
        .item(WorkKind.WORK_KIND_ANCHORS, id, cost, 0, at)
        .setSize(RenderWork.size(picture))
        .setFrameCount(layout.anchors().size())
        .setAnchors(task.setPicture(picture.getObject()))
        .build();
  }

  private WorkItem frames(ChunkLayout.Chunk chunk, List<String> anchors, Timestamp at) {
    int made = chunk.made();
    FramesTask.Builder task =
        FramesTask.newBuilder()
            .setCall(
                ModelCalls.animate(
                    family, WorkKind.WORK_KIND_FRAMES, spec, film.frames(), loop, motion.rows()))
            .setRightAnchor(chunk.right().map(ChunkLayout.Anchor::index).orElse(NONE))
            .setFirstFrame(chunk.first() - chunk.leadIn())
            .setFrameCount(made)
            .setLeadIn(chunk.leadIn());
    chunk.left().ifPresent(left -> task.setLeftAnchor(left.index()).setLeftFrame(left.frame()));
    chunk.right().ifPresent(right -> task.setRightFrame(right.frame()));
    String id =
        WorkIds.of(
            render.tenant(),
            WorkKind.WORK_KIND_FRAMES,
            inputs(anchors),
            task.build(),
            task.getCall().getModel(),
            family.getVersion());
    regions.ifPresent(maps -> task.setRegions(maps.getMaps().getObject()));
    int frames = made * film.stride();
    double cost = costs.frames(frames);
    int order = RenderWork.playOrder(chunk.first() * film.stride());
    return render
        .item(WorkKind.WORK_KIND_FRAMES, id, cost, order, at)
        .setSize(RenderWork.size(picture))
        .setFrameCount(frames)
        .setFrames(task.setPicture(picture.getObject()))
        .build();
  }

  /**
   * Content of what every model call of the film reads, and ids of the work that makes the rest.
   */
  private List<String> inputs(List<String> work) {
    List<String> inputs = new ArrayList<>(List.of(picture.getObject().getSha256()));
    regions.ifPresent(maps -> inputs.add(maps.getMaps().getObject().getSha256()));
    inputs.addAll(work);
    return inputs;
  }

  static boolean loops(FamilyDescriptor family, RenderSpec spec) {
    return spec.getAnimate().getLoop() && family.getLoops();
  }

  private List<String> noLoop() {
    return spec.getAnimate().getLoop() && !loop
        ? List.of(
            "the %s family cannot lead a film back into its first frame; it ends where it ends"
                .formatted(family.getName()))
        : List.of();
  }

  private Coverage coverage() {
    return new Coverage(family, regions.map(Regions::getCoverageList).orElse(List.of()));
  }

  /** A refined frame depends on those beside it, on either side of a segment's end. */
  static int refineOverlap(FamilyDescriptor family, RenderSpec spec) {
    return spec.hasRefine() ? family.getRefineOverlap() : 0;
  }
}
