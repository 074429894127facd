package io.stillwake.ingest.render;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.stillwake.ingest.asset.Assets;
import io.stillwake.ingest.http.RequestBody;
import io.stillwake.ingest.json.Json;
import io.stillwake.ingest.problem.ErrorCode;
import io.stillwake.ingest.problem.ProblemException;
import io.stillwake.ingest.spec.ReadSpec;
import io.stillwake.ingest.status.FindRender;
import io.stillwake.ingest.status.RenderStatus;
import io.stillwake.ingest.status.RenderView;
import io.stillwake.ingest.upload.Uploads;
import io.stillwake.proto.RenderCommand;
import io.stillwake.storage.PresignedUpload;
import io.stillwake.storage.RenderId;
import io.stillwake.storage.Sha256;
import io.stillwake.storage.Tenant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Takes one request for a render: checks it, writes its ticket, and signs its upload. */
public final class SubmitRender {

  private final ReadSpec readSpec;
  private final Assets assets;
  private final EarlierResults earlier;
  private final Uploads uploads;
  private final RenderCommands commands;
  private final IdempotencyRecords records;
  private final RenderView view;
  private final FindRender find;
  private final Supplier<RenderId> ids;
  private final Set<IdempotencyKey> inFlight = ConcurrentHashMap.newKeySet();

  public SubmitRender(
      ReadSpec readSpec,
      Assets assets,
      EarlierResults earlier,
      Uploads uploads,
      RenderCommands commands,
      IdempotencyRecords records,
      RenderView view,
      FindRender find,
      Supplier<RenderId> ids) {
    this.readSpec = readSpec;
    this.assets = assets;
    this.earlier = earlier;
    this.uploads = uploads;
    this.commands = commands;
    this.records = records;
    this.view = view;
    this.find = find;
    this.ids = ids;
  }

  /**
   * @param traceparent W3C; empty where the request had none
   * @throws ProblemException where anything keeps the render from being taken
   */
  SubmittedRender submit(
      Tenant tenant, Optional<IdempotencyKey> key, String traceparent, byte[] body) {
    ObjectNode tree = RequestBody.read(body);
    RenderRequest request =
        RenderRequest.read(
            tree,
            readSpec,
            id -> assets.find(tenant, id),
            (from, findings) -> earlier.find(tenant, from, findings));
    if (key.isEmpty()) {
      return take(ticket(tenant, traceparent, request));
    }
    if (!inFlight.add(key.get())) {
      throw new ProblemException(
          ErrorCode.IDEMPOTENCY_KEY_IN_USE,
          "Idempotency-Key: the first request with it is still being answered");
    }
    try {
      return takeOnce(key.get(), Sha256.of(Json.canonical(tree)), tenant, traceparent, request);
    } finally {
      inFlight.remove(key.get());
    }
  }

  private SubmittedRender takeOnce(
      IdempotencyKey key, String hash, Tenant tenant, String traceparent, RenderRequest request) {
    Optional<IdempotencyRecords.Kept> kept = records.find(key);
    if (kept.isEmpty()) {
      RenderCommand ticket = ticket(tenant, traceparent, request);
      records.keep(key, new IdempotencyRecords.Kept(hash, ticket));
      return take(ticket);
    }
    if (!kept.get().bodySha256().equals(hash)) {
      throw new ProblemException(
          ErrorCode.IDEMPOTENCY_KEY_REUSED,
          "Idempotency-Key: it came before with another body (expected: a new key for a new request)");
    }
    RenderCommand ticket = kept.get().submit();
    Optional<RenderStatus> known = find.find(tenant, new RenderId(ticket.getRenderId()));
    return known.isPresent()
        ? new SubmittedRender(known.get(), presign(ticket), true)
        : take(ticket);
  }

  private RenderCommand ticket(Tenant tenant, String traceparent, RenderRequest request) {
    RenderId render = ids.get();
    return commands
        .command(tenant, render, traceparent)
        .setSubmit(
            io.stillwake.proto.SubmitRender.newBuilder()
                .setSpec(request.spec())
                .setSource(request.source().object(uploads, tenant, render))
                .setStored(request.source().stored()))
        .build();
  }

  private SubmittedRender take(RenderCommand ticket) {
    Optional<PresignedUpload> upload = presign(ticket);
    commands.write(ticket);
    view.submitted(ticket);
    RenderStatus status =
        view.find(new Tenant(ticket.getTenant()), new RenderId(ticket.getRenderId())).orElseThrow();
    return new SubmittedRender(status, upload, false);
  }

  /** Empty where the source is in the store already. */
  private Optional<PresignedUpload> presign(RenderCommand ticket) {
    return ticket.getSubmit().getStored()
        ? Optional.empty()
        : Optional.of(uploads.presign(ticket.getSubmit().getSource()));
  }

  /**
   * A render that was taken.
   *
   * @param upload empty where its source is in the store already
   * @param replayed the request had come before
   */
  record SubmittedRender(RenderStatus status, Optional<PresignedUpload> upload, boolean replayed) {}
}
