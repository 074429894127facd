package io.stillwake.jobs.assemble;

import static io.stillwake.jobs.SomeRender.ID;
import static io.stillwake.jobs.SomeRender.NOW;
import static io.stillwake.jobs.SomeRender.TENANT;

import io.stillwake.jobs.SomeRender;
import io.stillwake.proto.AssembleState;
import io.stillwake.proto.AssemblyUpdate;
import io.stillwake.proto.LatentChunk;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkTimings;
import java.util.List;

/** Updates as the assembly makes them. */
final class SomeEnding {

  private SomeEnding() {}

  /** The one of a film, made by answering all that is asked for. */
  static AssemblyUpdate completed() {
    AssembleState state = AssembleState.getDefaultInstance();
    Assembled assembled = null;
    for (LatentChunk content :
        List.of(
            SomePlan.plan(SomePlan.FILM),
            SomePlan.chunk(0),
            SomePlan.chunk(1),
            SomePlan.chunk(2),
            SomePlan.chunk(3))) {
      assembled = AssemblySteps.hear(state, content, NOW).orElseThrow();
      state = assembled.state();
      for (var request : assembled.work()) {
        assembled = answer(state, request.getWork());
        state = assembled.state();
      }
    }
    return answer(state, assembled.work().get(0).getWork()).update().orElseThrow();
  }

  static AssemblyUpdate failed() {
    return AssemblySteps.hear(
            AssembleState.getDefaultInstance(), SomePlan.failed("not_an_image"), NOW)
        .flatMap(Assembled::update)
        .orElseThrow();
  }

  static AssemblyUpdate canceled() {
    AssembleState planned = AssembleState.newBuilder().setPlan(SomePlan.FILM).build();
    return AssemblySteps.hear(planned, SomePlan.canceled(), NOW)
        .flatMap(Assembled::update)
        .orElseThrow();
  }

  static AssemblyUpdate picture() {
    Assembled planned =
        AssemblySteps.hear(AssembleState.getDefaultInstance(), SomePlan.plan(SomePlan.PICTURE), NOW)
            .orElseThrow();
    return answer(planned.state(), planned.work().get(0).getWork()).update().orElseThrow();
  }

  static AssemblyUpdate grown(long sequence, String playlist) {
    return AssemblyUpdate.newBuilder()
        .setRenderId(ID)
        .setTenant(TENANT)
        .setPlaylist(playlist)
        .setProgress(RenderProgress.newBuilder().setRenderId(ID).setSequence(sequence))
        .build();
  }

  private static Assembled answer(AssembleState state, WorkItem item) {
    return AssemblySteps.finish(
            state,
            SomeRender.done(item).toBuilder()
                .setTimings(WorkTimings.newBuilder().setModelMs(120).setStoreMs(7))
                .build(),
            NOW)
        .orElseThrow();
  }
}
