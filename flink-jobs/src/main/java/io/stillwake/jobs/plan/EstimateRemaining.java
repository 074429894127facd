package io.stillwake.jobs.plan;

import io.stillwake.jobs.family.Families;
import io.stillwake.jobs.work.FilmCosts;
import io.stillwake.jobs.work.RemainingWork;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.GenerateState;
import io.stillwake.proto.IssuedWork;
import io.stillwake.proto.Picture;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderSpec;
import io.stillwake.proto.RenderState;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.DoubleStream;

/**
 * How much work a render still is, as far as GenerateJob answers for it: to its end until its plan
 * is announced, which tells AssembleJob of the rest, and then to its last chunk. What runs counts
 * in full until it is done.
 */
final class EstimateRemaining {

  private final GenerateState state;
  private final RenderSpec spec;
  private final FamilyDescriptor family;

  private EstimateRemaining(GenerateState state, FamilyDescriptor family) {
    this.state = state;
    this.spec = state.getSpec();
    this.family = family;
  }

  /** Nothing where the render has ended here, or cannot be planned. */
  static RemainingWork of(GenerateState state, Families families) {
    boolean goesOn =
        state.getStagesCount() > 0 && state.getState() != RenderState.RENDER_STATE_COMPLETED;
    return families
        .find(state.getSpec().getFamily())
        .filter(family -> goesOn)
        .map(family -> of(state, family))
        .orElse(RemainingWork.NONE);
  }

  private static RemainingWork of(GenerateState state, FamilyDescriptor family) {
    if (state.hasPlan()) {
      return issued(state)
          .then(beside(state.getHeldList().stream().mapToDouble(WorkItem::getCostSeconds)))
          .then(FilmCosts.remaining(state.getPlan(), segment -> true));
    }
    boolean planned =
        state.getIssuedList().stream()
            .anyMatch(item -> item.getKind() == WorkKind.WORK_KIND_FRAMES);
    return planned ? issued(state) : new EstimateRemaining(state, family).unplanned();
  }

  private static RemainingWork issued(GenerateState state) {
    return beside(state.getIssuedList().stream().mapToDouble(IssuedWork::getCostSeconds));
  }

  private static RemainingWork beside(DoubleStream costs) {
    return costs.mapToObj(RemainingWork::item).reduce(RemainingWork.NONE, RemainingWork::beside);
  }

  private RemainingWork unplanned() {
    StepCosts costs = StepCosts.of(family, pixels());
    Set<WorkKind> ahead = new HashSet<>(state.getStagesList());
    state.getStepsList().forEach(step -> ahead.remove(step.getKind()));
    return step(ahead, WorkKind.WORK_KIND_PREPARE, costs.prepare())
        .then(step(ahead, WorkKind.WORK_KIND_RESTORE, costs.restore()))
        .then(
            step(ahead, WorkKind.WORK_KIND_REGIONS, costs.regions())
                .beside(step(ahead, WorkKind.WORK_KIND_STYLIZE, costs.stylize())))
        .then(spec.hasAnimate() ? film(costs) : RemainingWork.item(FilmCosts.ASSEMBLE));
  }

  private static RemainingWork step(Set<WorkKind> ahead, WorkKind step, double cost) {
    return ahead.contains(step) ? RemainingWork.item(cost) : RemainingWork.NONE;
  }

  /** Its lengths are fixed by the spec; only the size of its picture may still change. */
  private RemainingWork film(StepCosts costs) {
    FilmLength film = FilmLength.of(spec.getAnimate(), family.getTemporalStride());
    ChunkLayout layout = ChunkLayout.of(family, film, ClipPlanner.loops(family, spec));
    RenderPlan decoding =
        RenderPlan.newBuilder()
            .setTemporalStride(film.stride())
            .addAllSegments(SegmentLayout.of(family, film, ClipPlanner.refineOverlap(family, spec)))
            .setDecodeCost(costs.decodedFrame(spec))
            .build();
    return RemainingWork.item(costs.anchors(layout.anchors().size()))
        .then(
            beside(
                layout.chunks().stream()
                    .mapToDouble(chunk -> costs.frames(chunk.made() * film.stride()))))
        .then(FilmCosts.remaining(decoding, segment -> true));
  }

  /** Of the picture that is animated or published, as well as it is known. */
  private double pixels() {
    Made made = new Made(state.getStepsList());
    if (!made.isPrepared()) {
      return spec.hasSize()
          ? (double) spec.getSize().getWidth() * spec.getSize().getHeight()
          : PictureSteps.wantedPixels(spec, family);
    }
    Picture picture = made.picture();
    double scale = made.isRestored() ? 1 : Math.max(1, picture.getRestoreScale());
    return scale * scale * picture.getWidth() * picture.getHeight();
  }
}
