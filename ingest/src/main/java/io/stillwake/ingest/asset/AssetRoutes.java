package io.stillwake.ingest.asset;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.server.annotation.Blocking;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.annotation.Post;
import io.stillwake.ingest.http.Answers;
import io.stillwake.ingest.http.Callers;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;

/** Takes the pictures that a request names beside its source. */
@Blocking
public final class AssetRoutes {

  private final Callers callers;
  private final Assets assets;

  public AssetRoutes(Callers callers, Assets assets) {
    this.callers = callers;
    this.assets = assets;
  }

  /** Whatever the request says its body is, its first bytes decide. */
  @Post("/v1/assets")
  public HttpResponse keep(AggregatedHttpRequest request) {
    Assets.Kept kept = assets.keep(callers.tenant(request.headers()), request.content().array());
    return Answers.json(
        Answers.headers(kept.created() ? 201 : 200)
            .set(HttpHeaderNames.LOCATION, "/v1/assets/" + kept.asset().id()),
        kept.asset());
  }

  @Get("/v1/assets/{id}")
  public HttpResponse get(RequestHeaders headers, @Param("id") String id) {
    return Answers.json(
        200,
        assets
            .describe(callers.tenant(headers), id)
            .orElseThrow(
                () -> new ProblemException(ErrorCode.NOT_FOUND, "asset: there is no " + id)));
  }
}
