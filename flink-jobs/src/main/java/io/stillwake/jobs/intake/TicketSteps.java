package io.stillwake.jobs.intake;

import io.stillwake.jobs.failure.RenderErrors;
import io.stillwake.jobs.family.CheckSpec;
import io.stillwake.jobs.family.Families;
import io.stillwake.jobs.work.EarlyResults;
import io.stillwake.proto.ObjectRef;
import io.stillwake.proto.RenderCommand;
import io.stillwake.proto.RenderError;
import io.stillwake.proto.TicketState;
import io.stillwake.proto.WorkResult;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for one ticket's upload: its bucket event, a client's word with what ingest found, or,
 * where none comes, a worker's look at the store, soon at first and ever more rarely until the
 * ticket expires. Pure: state and sign in, state and messages out; a sign that changes nothing
 * gives an empty answer.
 */
final class TicketSteps {

  private static final Logger log = LoggerFactory.getLogger(TicketSteps.class);

  private final Families families;
  private final Waiting waiting;
  private final CheckSpec check;

  TicketSteps(Families families, Waiting waiting) {
    this.families = families;
    this.waiting = waiting;
    this.check = new CheckSpec(families);
  }

  /**
   * @param stored the upload, where its event came before the ticket
   */
  JoinedUpload submit(RenderCommand ticket, Optional<ObjectRef> stored, Instant now) {
    Joining joining = new Joining(TicketState.newBuilder().setTicket(ticket).build(), now);
    joining.submitted();
    Optional<RenderError> refused = check.check(ticket.getSubmit().getSpec());
    if (refused.isPresent()) {
      joining.rejected(refused.get());
    } else if (ticket.getSubmit().getStored()) {
      joining.uploaded(ticket.getSubmit().getSource());
    } else if (stored.isPresent()) {
      arrived(joining, stored.get());
    } else {
      // Not from the command's own time: after an outage its event may still be on its way.
      joining.expireAfter(waiting.validity());
      joining.waitFor(waiting.firstLook());
    }
    return joining.done();
  }

  /** A command that follows the ticket. */
  Optional<JoinedUpload> command(TicketState state, RenderCommand command, Instant now) {
    Joining joining = new Joining(state, now);
    switch (command.getCommandCase()) {
      case CANCEL -> joining.canceled();
      case UPLOADED -> {
        if (command.getUploaded().hasStored()) {
          return stored(state, command.getUploaded().getStored(), now);
        }
        if (state.getSettled()) {
          return Optional.empty();
        }
        lookNow(joining);
      }
      case SUBMIT, COMMAND_NOT_SET -> {
        return Optional.empty();
      }
    }
    return Optional.of(joining.done());
  }

  /** A bucket event, or the same by a client. */
  Optional<JoinedUpload> stored(TicketState state, ObjectRef stored, Instant now) {
    ObjectRef expected = state.getTicket().getSubmit().getSource();
    boolean own =
        stored.getBucket().equals(expected.getBucket())
            && stored.getKey().equals(expected.getKey());
    if (state.getSettled() || !own) {
      log.debug(
          "upload starts nothing render={} key={} own={}",
          state.getTicket().getRenderId(),
          stored.getKey(),
          own);
      return Optional.empty();
    }
    Joining joining = new Joining(state, now);
    arrived(joining, stored);
    return Optional.of(joining.done());
  }

  /** A worker's answer after it looked. */
  Optional<JoinedUpload> looked(TicketState state, WorkResult result, Instant now) {
    boolean found =
        result.getOutput().hasFound() && !result.getOutput().getFound().getEtag().isEmpty();
    if (found) {
      return stored(state, result.getOutput().getFound(), now);
    }
    boolean answers = result.getWorkId().equals(state.getLooking());
    if (state.getSettled() || !answers || !EarlyResults.decides(result)) {
      return Optional.empty();
    }
    Joining joining = new Joining(state, now);
    joining.state().clearLooking();
    if (state.getLookAgain()) {
      joining.state().clearLookAgain();
      look(joining);
    }
    return Optional.of(joining.done());
  }

  /** The timer that {@code next_look} names. */
  Optional<JoinedUpload> due(TicketState state, Instant now) {
    if (state.getSettled()) {
      return Optional.empty();
    }
    Joining joining = new Joining(state, now);
    if (joining.deadline().hasPassed(joining.timestamp())) {
      joining.rejected(RenderErrors.deadlinePassed(state.getTicket().getSubmit().getSpec()));
    } else if (now.toEpochMilli() >= state.getExpires()) {
      joining.rejected(
          RenderErrors.of(
              "upload_missing",
              "upload: none within %s (expected: an object at %s)"
                  .formatted(
                      waiting.validity(), state.getTicket().getSubmit().getSource().getKey())));
    } else {
      look(joining);
      joining.waitFor(waiting.afterLook(joining.state().getLooks()));
    }
    return Optional.of(joining.done());
  }

  private static void arrived(Joining joining, ObjectRef stored) {
    Optional<RenderError> refused =
        CheckUpload.check(joining.state().getTicket().getSubmit().getSource(), stored);
    refused.ifPresentOrElse(joining::rejected, () -> joining.uploaded(stored));
  }

  /** One look at a time; an impatient client makes no queue of them. */
  private void lookNow(Joining joining) {
    if (joining.state().getLooking().isEmpty()) {
      look(joining);
    } else {
      joining.state().setLookAgain(true);
    }
  }

  private void look(Joining joining) {
    String family = joining.state().getTicket().getSubmit().getSpec().getFamily();
    families.find(family).ifPresent(found -> joining.look(found.getPool()));
  }
}
