package io.stillwake.jobs.plan;

import io.stillwake.jobs.prompt.PlannedStyle;
import io.stillwake.jobs.prompt.StylePlanner;
import io.stillwake.proto.FamilyDescriptor;
import io.stillwake.proto.GenerateState;
import io.stillwake.proto.Region;
import io.stillwake.proto.RenderPlan;
import io.stillwake.proto.RenderSpec;

/** What every plan tells, whether a film follows or the picture is all. */
final class PlanBasis {

  private PlanBasis() {}

  static RenderPlan.Builder of(Advancing advancing, FamilyDescriptor family) {
    GenerateState.Builder state = advancing.state();
    RenderSpec spec = advancing.spec();
    Made made = advancing.made();
    RenderPlan.Builder plan =
        RenderPlan.newBuilder()
            .setSpec(spec)
            .setSubmittedAt(state.getSubmittedAt())
            .setSource(state.getSource())
            .setPrepared(made.prepared())
            .setPicture(made.picture())
            .setFamilyVersion(family.getVersion())
            .setPool(family.getPool());
    if (spec.hasStylize()) {
      PlannedStyle style = new StylePlanner(family).plan(spec.getStylize());
      plan.setStyle(style.plan()).addAllWarnings(style.warnings());
    }
    made.regions()
        .ifPresent(
            regions ->
                plan.setRegions(regions)
                    .addAllRegionNames(
                        family.getRegionsList().stream().map(Region::getName).toList()));
    return plan;
  }
}
