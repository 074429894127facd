package io.stillwake.ingest.events;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.annotation.Blocking;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.streaming.ServerSentEvents;
import io.stillwake.ingest.http.Callers;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.ingest.status.EventId;
import io.stillwake.ingest.status.FindRender;
import io.stillwake.ingest.status.RenderStatus;
import io.stillwake.ingest.status.RenderView;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What happens to one render, as it happens. */
@Blocking
public final class EventRoutes implements AutoCloseable {

  private final Callers callers;
  private final RenderView view;
  private final FindRender find;
  private final Duration heartbeat;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();

  /**
   * @param heartbeat between comments that keep the connection through proxies
   */
  public EventRoutes(Callers callers, RenderView view, FindRender find, Duration heartbeat) {
    this.callers = callers;
    this.view = view;
    this.find = find;
    this.heartbeat = heartbeat;
  }

  /** Begins after the Last-Event-ID; without one, with all that is still known to have happened. */
  @Get("/v1/renders/{id}/events")
  public HttpResponse follow(
      ServiceRequestContext ctx, RequestHeaders headers, @Param("id") String id) {
    Tenant tenant = callers.tenant(headers);
    RenderId render = FindRender.id(id);
    EventId cursor = cursor(headers);
    RenderStatus status = find.get(tenant, render);
    if (cursor.last()) {
      // The one answer that keeps a browser's EventSource from connecting again.
      return HttpResponse.of(HttpStatus.NO_CONTENT);
    }
    ctx.clearRequestTimeout();
    EventStream stream = new EventStream(view, tenant, render, cursor, ctx.eventLoop());
    open.add(stream);
    var unused = stream.events().whenComplete().whenComplete((done, cause) -> open.remove(stream));
    stream.start(status, heartbeat);
    return ServerSentEvents.fromPublisher(
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(MediaType.EVENT_STREAM)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-store")
            // Tells nginx to pass events on at once.
            .set("x-accel-buffering", "no")
            .build(),
        stream.events());
  }

  private static EventId cursor(RequestHeaders headers) {
    String last = headers.get("last-event-id", "");
    if (last.isEmpty()) {
      return EventId.START;
    }
    return EventId.parse(last)
        .orElseThrow(
            () ->
                new ProblemException(
                    ErrorCode.INVALID_REQUEST,
                    "Last-Event-ID: %s (expected: the id of an event)".formatted(last)));
  }

  /** How many clients follow now. */
  public int size() {
    return open.size();
  }

  /** Ends all streams; their clients come back with their Last-Event-ID. */
  @Override
  public void close() {
    open.forEach(EventStream::end);
  }
}
