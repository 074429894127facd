package io.stillwake.ingest.health;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.annotation.Blocking;
import com.linecorp.armeria.server.annotation.Get;
import io.stillwake.ingest.http.Answers;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.Finding;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.ingest.status.StatusFeed;
import io.stillwake.storage.ObjectKey;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** For those who run ingest: whether it lives, and whether it can do its work. */
@Blocking
public final class HealthRoutes {

  private final StatusFeed feed;
  private final ObjectStore store;
  private final ObjectKey probe;

  /**
   * @param probe whose presence does not matter: asking for it shows that the store answers
   */
  public HealthRoutes(StatusFeed feed, ObjectStore store, ObjectKey probe) {
    this.feed = feed;
    this.store = store;
    this.probe = probe;
  }

  @Get("/healthz")
  public HttpResponse live() {
    return Answers.json(200, Map.of("live", true));
  }

  @Get("/readyz")
  public HttpResponse ready() {
    List<Finding> wrong = new ArrayList<>();
    if (!feed.trouble().isEmpty()) {
      wrong.add(new Finding("kafka", ErrorCode.UNAVAILABLE, "kafka: " + feed.trouble()));
    } else if (!feed.caughtUp()) {
      wrong.add(
          new Finding(
              "view", ErrorCode.UNAVAILABLE, "view: still reads what came before the start"));
    }
    try {
      var unused = store.stat(probe);
    } catch (StorageException e) {
      wrong.add(new Finding("store", ErrorCode.STORE_UNAVAILABLE, "store: " + e.getMessage()));
    }
    if (!wrong.isEmpty()) {
      String parts = String.join(" and ", wrong.stream().map(Finding::pointer).toList());
      throw new ProblemException(ErrorCode.UNAVAILABLE, "not ready: " + parts, wrong);
    }
    return Answers.json(200, Map.of("ready", true));
  }
}
