package io.stillwake.ingest.render;

import io.stillwake.ingest.spec.Spec;
import io.stillwake.ingest.status.Plan;
import io.stillwake.ingest.status.QueuePlace;
import io.stillwake.ingest.status.RenderState;
import io.stillwake.ingest.status.RenderStatus;
import io.stillwake.ingest.status.Result;
import io.stillwake.ingest.status.Results;
import io.stillwake.ingest.status.SpentTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A render as clients see it, everywhere: answers, pages and events. What does not apply is null.
 *
 * @param etaSeconds from {@code updatedAt} to {@code eta}
 */
public record RenderAnswer(
    String id,
    String tenant,
    RenderState state,
    String createdAt,
    String updatedAt,
    Spec spec,
    Progress progress,
    QueuePlace queue,
    String eta,
    Double etaSeconds,
    SpentTime time,
    Map<String, Object> results,
    Plan plan,
    List<String> warnings,
    RenderStatus.Failure error,
    Urls urls) {

  public static RenderAnswer of(RenderStatus status) {
    String self = "/v1/renders/" + status.id();
    return new RenderAnswer(
        status.id().value(),
        status.tenant().value(),
        status.state(),
        status.createdAt().toString(),
        status.updatedAt().toString(),
        status.spec(),
        new Progress(status.stages(), status.playableSegments()),
        status.outlook().queue(),
        status.outlook().end() == null ? null : status.outlook().end().toString(),
        status.secondsToEnd(),
        status.time(),
        results(status.results(), self),
        status.plan(),
        status.warnings(),
        status.error(),
        new Urls(self, self + "/events", self + "/cancel"));
  }

  /** Only what exists, in the order of the enum; region maps by their names. */
  private static Map<String, Object> results(Results results, String self) {
    Map<String, Object> links = new LinkedHashMap<>();
    for (Result result : Result.values()) {
      if (results.files().contains(result)) {
        links.put(result.wire(), self + "/content/" + result.content());
      }
    }
    if (!results.regions().isEmpty()) {
      Map<String, String> regions = new LinkedHashMap<>();
      results
          .regions()
          .forEach(name -> regions.put(name, self + "/content/regions/" + name + ".png"));
      links.put("regions", regions);
    }
    return links;
  }

  record Progress(List<RenderStatus.Stage> stages, int playableSegments) {}

  record Urls(String self, String events, String cancel) {}
}
