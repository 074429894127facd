package io.stillwake.ingest.render;

import io.stillwake.ingest.spec.Spec;
import io.stillwake.ingest.status.RenderState;
import io.stillwake.ingest.status.RenderStatus;
import io.stillwake.ingest.status.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A render as clients see it, everywhere: answers, pages and events. */
public record RenderAnswer(
    String id,
    String tenant,
    RenderState state,
    String createdAt,
    String updatedAt,
    Spec spec,
    Progress progress,
    Map<String, String> results,
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
        results(status, self),
        status.warnings(),
        status.error(),
        new Urls(self, self + "/events", self + "/cancel"));
  }

  /** Only what exists, in the order of the enum. */
  private static Map<String, String> results(RenderStatus status, String self) {
    Map<String, String> results = new LinkedHashMap<>();
    for (Result result : Result.values()) {
      if (status.results().contains(result)) {
        results.put(result.wire(), self + "/content/" + result.content());
      }
    }
    return results;
  }

  record Progress(List<RenderStatus.Stage> stages, int playableSegments) {}

  record Urls(String self, String events, String cancel) {}
}
