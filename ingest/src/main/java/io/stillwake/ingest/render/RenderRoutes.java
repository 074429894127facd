package io.stillwake.ingest.render;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.annotation.Blocking;
import com.linecorp.armeria.server.annotation.Get;
import com.linecorp.armeria.server.annotation.Param;
import com.linecorp.armeria.server.annotation.Post;
import io.stillwake.ingest.http.Answers;
import io.stillwake.ingest.http.Callers;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.ingest.status.FindRender;
import io.stillwake.ingest.status.RenderStatus;
import io.stillwake.ingest.status.RenderView;
import io.stillwake.ingest.upload.Uploads;
import io.stillwake.proto.AnnounceUpload;
import io.stillwake.proto.CancelRender;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderCommand;
import io.stillwake.storage.PresignedUpload;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asking for renders, looking at them, and changing one's mind. */
@Blocking
public final class RenderRoutes {

  private static final String IDEMPOTENCY_KEY = "idempotency-key";
  private static final String IDEMPOTENCY_REPLAYED = "idempotency-replayed";

  private final Callers callers;
  private final SubmitRender submit;
  private final RenderCommands commands;
  private final Uploads uploads;
  private final RenderView view;
  private final FindRender find;

  public RenderRoutes(
      Callers callers,
      SubmitRender submit,
      RenderCommands commands,
      Uploads uploads,
      RenderView view,
      FindRender find) {
    this.callers = callers;
    this.submit = submit;
    this.commands = commands;
    this.uploads = uploads;
    this.view = view;
    this.find = find;
  }

  @Post("/v1/renders")
  public HttpResponse submit(AggregatedHttpRequest request) {
    RequestHeaders headers = request.headers();
    Tenant tenant = callers.tenant(headers);
    Optional<IdempotencyKey> key =
        Optional.ofNullable(headers.get(IDEMPOTENCY_KEY))
            .map(value -> new IdempotencyKey(tenant, value));
    SubmitRender.SubmittedRender submitted =
        submit.submit(tenant, key, Callers.traceparent(headers), request.content().array());
    RenderAnswer render = RenderAnswer.of(submitted.status());
    ResponseHeadersBuilder answer =
        Answers.headers(202).set(HttpHeaderNames.LOCATION, render.urls().self());
    if (submitted.replayed()) {
      answer.set(IDEMPOTENCY_REPLAYED, "true");
    }
    return Answers.json(
        answer, new SubmitAnswer(render, submitted.upload().map(UploadAnswer::of).orElse(null)));
  }

  @Get("/v1/renders/{id}")
  public HttpResponse get(RequestHeaders headers, @Param("id") String id) {
    RenderStatus status = find.getWithPlan(callers.tenant(headers), FindRender.id(id));
    return Answers.json(200, RenderAnswer.of(status));
  }

  @Get("/v1/renders")
  public HttpResponse list(RequestHeaders headers, QueryParams query) {
    Page page = Page.read(query);
    List<RenderStatus> found =
        view.list(
            callers.tenant(headers),
            status -> page.state().isEmpty() || page.state().get() == status.state(),
            page.before(),
            page.limit() + 1);
    List<RenderStatus> shown = found.subList(0, Math.min(found.size(), page.limit()));
    String next =
        found.size() > page.limit() ? Page.cursor(shown.get(shown.size() - 1).id()) : null;
    return Answers.json(200, new PageAnswer(shown.stream().map(RenderAnswer::of).toList(), next));
  }

  @Post("/v1/renders/{id}/uploaded")
  public HttpResponse uploaded(RequestHeaders headers, @Param("id") String id) {
    Tenant tenant = callers.tenant(headers);
    RenderStatus status = going(tenant, FindRender.id(id));
    if (status.spec() != null && status.spec().from() != null) {
      // Its source was in the store before it was asked for.
      return Answers.json(202, RenderAnswer.of(status));
    }
    ObjectRef stored = uploads.find(tenant, status.id(), view.declaredSize(tenant, status.id()));
    RenderCommand.Builder command =
        commands.command(tenant, status.id(), Callers.traceparent(headers));
    commands.write(command.setUploaded(AnnounceUpload.newBuilder().setStored(stored)).build());
    return Answers.json(202, RenderAnswer.of(status));
  }

  @Post("/v1/renders/{id}/cancel")
  public HttpResponse cancel(RequestHeaders headers, @Param("id") String id) {
    Tenant tenant = callers.tenant(headers);
    RenderStatus status = going(tenant, FindRender.id(id));
    RenderCommand.Builder command =
        commands.command(tenant, status.id(), Callers.traceparent(headers));
    commands.write(command.setCancel(CancelRender.getDefaultInstance()).build());
    return Answers.json(202, RenderAnswer.of(status));
  }

  /** The render, which has not ended. */
  private RenderStatus going(Tenant tenant, RenderId render) {
    RenderStatus status = find.get(tenant, render);
    if (status.state().ended()) {
      throw new ProblemException(
          ErrorCode.RENDER_ENDED,
          "render %s: %s (expected: not ended)".formatted(render, status.state().wire()));
    }
    return status;
  }

  /**
   * @param upload null where nothing has to be uploaded
   */
  private record SubmitAnswer(RenderAnswer render, UploadAnswer upload) {}

  private record UploadAnswer(
      String method, String url, Map<String, String> fields, String expiresAt) {

    static UploadAnswer of(PresignedUpload upload) {
      return new UploadAnswer(
          upload.method(), upload.url().toString(), upload.fields(), upload.expiresAt().toString());
    }
  }

  private record PageAnswer(List<RenderAnswer> renders, String nextCursor) {}
}
