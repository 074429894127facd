package io.stillwake.ingest.status;

import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.StageProgress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The stages of one render in the order of the flow, each as the job told it that runs it. */
final class MergedStages {

  private static final List<String> ORDER =
      List.of(
          "prepare", "restore", "regions", "stylize", "anchors", "frames", "decode", "assemble");

  private MergedStages() {}

  static List<RenderStatus.Stage> of(Collection<RenderProgress> newestOfEachJob) {
    Map<String, RenderStatus.Stage> stages = new LinkedHashMap<>();
    for (RenderProgress progress : newestOfEachJob) {
      for (StageProgress stage : progress.getStagesList()) {
        stages.merge(
            stage.getStage(),
            new RenderStatus.Stage(stage.getStage(), stage.getDone(), stage.getTotal()),
            MergedStages::further);
      }
    }
    List<RenderStatus.Stage> sorted = new ArrayList<>(stages.values());
    sorted.sort(Comparator.comparingInt(stage -> place(stage.stage())));
    return sorted;
  }

  /** A stage this version does not know comes last. */
  private static int place(String stage) {
    int place = ORDER.indexOf(stage);
    return place < 0 ? ORDER.size() : place;
  }

  private static RenderStatus.Stage further(RenderStatus.Stage a, RenderStatus.Stage b) {
    return new RenderStatus.Stage(
        a.stage(), Math.max(a.done(), b.done()), Math.max(a.total(), b.total()));
  }
}
