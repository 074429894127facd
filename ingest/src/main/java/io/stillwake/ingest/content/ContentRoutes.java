package io.stillwake.ingest.content;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Blocking;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Head;
import com.linecorp.armeria.server.annotation.Param;
import io.stillwake.ingest.http.Callers;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.ingest.status.FindRender;
import io.stillwake.ingest.status.RenderStatus;
import io.stillwake.storage.ObjectLayout;
import io.stillwake.storage.ObjectMissingException;
import io.stillwake.storage.ObjectStore;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.StoredObject;
import io.stillwake.storage.Tenant;
import java.util.Map;
import java.util.Optional;

/** What a render made, for players and downloads: ranges, validators, bounded memory. */
@Blocking
public final class ContentRoutes {

  private final Callers callers;
  private final FindRender find;
  private final ObjectStore store;
  private final ObjectLayout layout;
  private final StreamObject streamObject;

  public ContentRoutes(Callers callers, FindRender find, ObjectStore store, ObjectLayout layout) {
    this.callers = callers;
    this.find = find;
    this.store = store;
    this.layout = layout;
    this.streamObject = new StreamObject(store);
  }

  @Get("/v1/renders/{id}/content/{*name}")
  @Head("/v1/renders/{id}/content/{*name}")
  public HttpResponse content(
      ServiceRequestContext ctx,
      RequestHeaders headers,
      @Param("id") String id,
      @Param("name") String name) {
    Tenant tenant = callers.tenant(headers);
    RenderId render = FindRender.id(id);
    ContentName content =
        ContentName.find(layout, tenant, render, name)
            .orElseThrow(
                () ->
                    new ProblemException(ErrorCode.NOT_FOUND, "content: a render has no " + name));
    // A film may take a slow client longer than a request may last.
    ctx.clearRequestTimeout();
    for (int attempt = 0; ; attempt++) {
      StoredObject found =
          store.stat(content.key()).orElseThrow(() -> absent(tenant, render, name));
      try {
        return answer(ctx, headers, content, found);
      } catch (ObjectMissingException e) {
        // A growing playlist was written again between the two calls.
        if (attempt == 2) {
          throw e;
        }
      }
    }
  }

  private ProblemException absent(Tenant tenant, RenderId render, String name) {
    RenderStatus status = find.get(tenant, render);
    return status.state().ended()
        ? new ProblemException(
            ErrorCode.NOT_FOUND,
            "render %s: %s, without %s".formatted(render, status.state().wire(), name))
        : new ProblemException(
            ErrorCode.NOT_READY,
            "render %s: %s, %s is not made yet".formatted(render, status.state().wire(), name));
  }

  private HttpResponse answer(
      ServiceRequestContext ctx, RequestHeaders headers, ContentName content, StoredObject found) {
    Validators validators = new Validators(headers, found.etag());
    ResponseHeadersBuilder answer =
        ResponseHeaders.builder(200)
            .contentType(content.mediaType())
            .set(HttpHeaderNames.ETAG, validators.etag())
            .set(HttpHeaderNames.CACHE_CONTROL, content.cacheControl())
            .set(HttpHeaderNames.ACCEPT_RANGES, "bytes");
    if (validators.isUnchanged()) {
      return HttpResponse.of(
          answer.status(304).removeAndThen(HttpHeaderNames.CONTENT_TYPE).build());
    }
    Optional<ByteRange> wanted =
        validators.range().flatMap(range -> ByteRange.parse(range, found.size()));
    if (wanted.isPresent() && !wanted.get().isSatisfiable()) {
      throw new ProblemException(
          ErrorCode.RANGE_NOT_SATISFIABLE,
          "Range: %s (expected: within %d bytes)".formatted(validators.range().get(), found.size()),
          Map.of("content-range", wanted.get().describe(found.size())));
    }
    ByteRange range = wanted.orElse(new ByteRange(0, found.size()));
    answer.contentLength(range.length());
    if (wanted.isPresent()) {
      answer.status(206).set(HttpHeaderNames.CONTENT_RANGE, range.describe(found.size()));
    }
    if (headers.method() == HttpMethod.HEAD) {
      return HttpResponse.of(answer.build());
    }
    if (found.size() > StreamObject.PIECE) {
      return streamObject.stream(answer.build(), content.key(), range, ctx.blockingTaskExecutor());
    }
    byte[] whole = store.get(content.key(), found.etag());
    return HttpResponse.of(
        answer.build(), HttpData.wrap(whole, (int) range.offset(), (int) range.length()));
  }
}
