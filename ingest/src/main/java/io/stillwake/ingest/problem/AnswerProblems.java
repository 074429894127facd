package io.stillwake.ingest.problem;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.annotation.Nullable;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.RequestCancellationException;
import com.linecorp.armeria.server.RequestTimeoutException;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.stillwake.storage.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns everything that goes wrong, in a route or before one is found, into a problem. */
public final class AnswerProblems implements ServerErrorHandler {

  private static final Logger log = LoggerFactory.getLogger(AnswerProblems.class);

  @Override
  public HttpResponse onServiceException(ServiceRequestContext ctx, Throwable cause) {
    if (cause instanceof RequestCancellationException) {
      return HttpResponse.ofFailure(cause);
    }
    return answer(ctx, problem(ctx, cause)).toHttpResponse();
  }

  @Override
  public AggregatedHttpResponse renderStatus(
      @Nullable ServiceRequestContext ctx,
      ServiceConfig config,
      @Nullable RequestHeaders headers,
      HttpStatus status,
      @Nullable String description,
      @Nullable Throwable cause) {
    if (status.isContentAlwaysEmpty()) {
      return AggregatedHttpResponse.of(status);
    }
    return answer(ctx, problem(status, headers, description));
  }

  private static AggregatedHttpResponse answer(
      @Nullable ServiceRequestContext ctx, Problem problem) {
    return problem.answer(ctx == null ? "" : ctx.id().text());
  }

  private static Problem problem(ServiceRequestContext ctx, Throwable cause) {
    if (cause instanceof ProblemException e) {
      return Problem.of(e);
    }
    if (cause instanceof HttpStatusException e) {
      return e.httpStatus().code() == 413
          ? tooLarge(ctx)
          : problem(e.httpStatus(), ctx.request().headers(), null);
    }
    if (cause instanceof ContentTooLargeException) {
      return tooLarge(ctx);
    }
    if (cause instanceof RequestTimeoutException) {
      return new Problem(ErrorCode.UNAVAILABLE, "the request took too long");
    }
    if (cause instanceof StorageException e && e.retryable()) {
      log.warn("store away request={} path={} cause={}", ctx.id(), ctx.path(), e.toString());
      return new Problem(ErrorCode.STORE_UNAVAILABLE, "the object store is away");
    }
    log.error("request failed request={} path={}", ctx.id(), ctx.path(), cause);
    return new Problem(ErrorCode.INTERNAL, "the server's log names the cause beside request_id");
  }

  /** Told by the path alone: such a request does not reach its route. */
  private static Problem tooLarge(ServiceRequestContext ctx) {
    boolean asset = ctx.path().equals("/v1/assets");
    return new Problem(
        asset ? ErrorCode.ASSET_TOO_LARGE : ErrorCode.REQUEST_TOO_LARGE,
        "%s: more than %d bytes (expected: at most that)"
            .formatted(asset ? "asset" : "body", ctx.maxRequestLength()));
  }

  private static Problem problem(
      HttpStatus status, @Nullable RequestHeaders headers, @Nullable String description) {
    String request = headers == null ? "request" : headers.method() + " " + headers.path();
    return switch (status.code()) {
      case 404 -> new Problem(ErrorCode.NOT_FOUND, request + ": no such resource");
      case 413 -> new Problem(ErrorCode.REQUEST_TOO_LARGE, request + ": too large");
      case 405 -> new Problem(ErrorCode.METHOD_NOT_ALLOWED, request + ": not taken");
      case 408, 503 -> new Problem(ErrorCode.UNAVAILABLE, request + ": try again");
      default ->
          new Problem(
              status.isClientError() ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL,
              request + ": " + (description == null ? status.reasonPhrase() : description));
    };
  }
}
