package io.stillwake.jobs.intake;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.work.Deadline;
import io.stillwake.jobs.work.RenderWork;
import io.stillwake.jobs.work.WorkIds;
import io.stillwake.proto.CancelRender;
import io.stillwake.proto.FindTask;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderCommand;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.SubmittedTicket;
import io.stillwake.proto.TicketNews;
import io.stillwake.proto.TicketState;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One move of a ticket, while it is being made. */
final class Joining {

  /** In slot-seconds: one HEAD request. */
  private static final double LOOK_COST = 0.05;

  private final TicketState.Builder state;
  private final Instant now;
  private final List<TicketNews> news = new ArrayList<>();
  private final List<WorkRequest> looks = new ArrayList<>();

  Joining(TicketState state, Instant now) {
    this.state = state.toBuilder();
    this.now = now;
  }

  TicketState.Builder state() {
    return state;
  }

  void submitted() {
    RenderCommand ticket = state.getTicket();
    news.add(
        news()
            .setSubmitted(
                SubmittedTicket.newBuilder()
                    .setSpec(ticket.getSubmit().getSpec())
                    .setSubmittedAt(ticket.hasAt() ? ticket.getAt() : timestamp()))
            .build());
  }

  void uploaded(ObjectRef stored) {
    settle(news().setUploaded(stored));
  }

  void rejected(RenderError error) {
    settle(news().setRejected(error));
  }

  void canceled() {
    settle(news().setCanceled(CancelRender.getDefaultInstance()));
  }

  Deadline deadline() {
    RenderCommand ticket = state.getTicket();
    return ticket.hasAt()
        ? Deadline.of(ticket.getSubmit().getSpec(), ticket.getAt())
        : Deadline.NONE;
  }

  /** Waits for the upload that long, but never beyond the deadline. */
  void expireAfter(Duration validity) {
    long end = now.plus(validity).toEpochMilli();
    state.setExpires(
        deadline().at().map(Timestamps::toMillis).map(at -> Math.min(at, end)).orElse(end));
  }

  /** Never beyond the ticket's end. */
  void waitFor(Duration duration) {
    state.setNextLook(Math.min(now.plus(duration).toEpochMilli(), state.getExpires()));
  }

  /** What a look finds is no function of its input, so each look has an id of its own. */
  void look(String pool) {
    RenderCommand ticket = state.getTicket();
    ObjectRef source = ticket.getSubmit().getSource();
    state.setLooks(state.getLooks() + 1);
    String id =
        WorkIds.of(
            ticket.getTenant(),
            WorkKind.WORK_KIND_FIND,
            List.of(source.getBucket(), source.getKey(), Integer.toString(state.getLooks())),
            FindTask.getDefaultInstance(),
            "",
            "");
    state.setLooking(id);
    RenderWork render =
        new RenderWork(
            ticket.getRenderId(),
            ticket.getTenant(),
            ticket.getTraceparent(),
            pool,
            ticket.getSubmit().getSpec().getWorkClass(),
            deadline());
    looks.add(
        RenderWork.request(
            render
                .item(WorkKind.WORK_KIND_FIND, id, LOOK_COST, 0, timestamp())
                .setFind(FindTask.newBuilder().setSource(source))
                .build()));
  }

  JoinedUpload done() {
    return new JoinedUpload(state.build(), news, looks);
  }

  private void settle(TicketNews.Builder settled) {
    news.add(settled.build());
    state.setSettled(true).clearNextLook().clearLooking().clearLookAgain();
  }

  private TicketNews.Builder news() {
    RenderCommand ticket = state.getTicket();
    return TicketNews.newBuilder()
        .setRenderId(ticket.getRenderId())
        .setTenant(ticket.getTenant())
        .setTraceparent(ticket.getTraceparent());
  }

  Timestamp timestamp() {
    return Timestamps.fromMillis(now.toEpochMilli());
  }
}
