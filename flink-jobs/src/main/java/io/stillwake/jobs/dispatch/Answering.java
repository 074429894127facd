package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.jobs.failure.RenderErrors;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkCancellation;
import io.stillwake.proto.WorkFailure;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What follows when an item is answered, or is not in time. */
final class Answering {

  private static final Logger log = LoggerFactory.getLogger(Answering.class);

  private final HeldItems items;
  private final Learnt learnt;

  Answering(HeldItems items, Learnt learnt) {
    this.items = items;
    this.learnt = learnt;
  }

  void answer(WorkResult result, long now, Outbox out) throws Exception {
    ItemKey key = ItemKey.of(result);
    if (!items.renders().holds(key)) {
      return;
    }
    switch (result.getOutcomeCase()) {
      case OUTPUT -> {
        settle(result, now);
        end(key, now, out);
      }
      case FAILURE -> fail(items.find(key).orElseThrow(), result, now, out);
      case OUTCOME_NOT_SET ->
          log.warn("answer without outcome render={} work={}", key.render(), key.work());
    }
  }

  /** An attempt that nobody answered in time. */
  void expire(HeldWork held, int slots, long now, Outbox out) throws Exception {
    if (slots == 0) {
      // Nobody is there who could have answered, so it does not count as an attempt: the item is
      // still in the topic, and will be read from there.
      ItemKey key = ItemKey.of(held.getItem());
      double estimate = items.outstanding().find(key).orElseThrow().estimate();
      long expires = now + items.outstanding().allowance(estimate);
      items.keep(held.toBuilder().setDeadline(expires).build());
      items.outstanding().extend(key, expires);
      return;
    }
    again(held, GivenUp.expired(held), 0, now, out);
  }

  /**
   * Corrects what the tenant was charged by what the attempt took, and learns from it. Once for
   * each time that an item is charged for.
   */
  private void settle(WorkResult result, long now) throws Exception {
    Optional<Issued> found = items.outstanding().find(ItemKey.of(result));
    if (found.isEmpty() || !result.hasTimings() || found.get().costKey().model().isEmpty()) {
      return;
    }
    Issued issued = found.get();
    boolean reused = result.getOutput().getReused();
    double seconds = reused ? 0 : result.getTimings().getModelMs() / 1000.0;
    items.queue().charge(issued.workClass(), issued.tenant(), seconds - issued.estimate());
    if (result.hasOutput() && !reused) {
      learnt.from(result, issued, seconds, now);
    }
  }

  /** The first of two copies to answer ends the other. */
  private void end(ItemKey key, long now, Outbox out) throws Exception {
    items
        .outstanding()
        .find(key)
        .filter(Issued::copied)
        .ifPresent(
            issued ->
                out.cancel(
                    WorkCancellation.newBuilder()
                        .setRenderId(key.render())
                        .setTenant(issued.tenant())
                        .setWorkId(key.work())
                        .setAt(Timestamps.fromMillis(now))
                        .build()));
    items.release(key, now);
  }

  private void fail(HeldWork held, WorkResult result, long now, Outbox out) throws Exception {
    WorkItem item = held.getItem();
    if (result.getFailure().getFinal()) {
      settle(result, now);
      end(ItemKey.of(item), now, out);
      // A look that found nothing has done what it was asked; intake looks again. And nobody wants
      // again what came too late.
      if (item.getKind() != WorkKind.WORK_KIND_FIND
          && !result.getFailure().getCode().equals(RenderErrors.DEADLINE_PASSED)) {
        out.bury(GivenUp.letter(item, result, now));
      }
      return;
    }
    // The answer of an attempt that was already replaced says nothing of the one that is out.
    boolean current = result.getAttempt() >= item.getAttempt() && held.hasDeadline();
    if (!current || otherCopyIsOut(held, result.getCopy())) {
      return;
    }
    settle(result, now);
    again(held, result.getFailure(), Attempts.restAfter(item.getAttempt()), now, out);
  }

  /** Whether this copy's failure, told once or more often, leaves the other to wait for. */
  private boolean otherCopyIsOut(HeldWork held, int copy) throws Exception {
    if (!held.getCopied()) {
      return false;
    }
    if (!held.hasFailedCopy()) {
      items.keep(held.toBuilder().setFailedCopy(copy).build());
      items.outstanding().copyEnded(ItemKey.of(held.getItem()));
    }
    return !held.hasFailedCopy() || held.getFailedCopy() == copy;
  }

  private void again(HeldWork held, WorkFailure failure, long rest, long now, Outbox out)
      throws Exception {
    WorkItem item = held.getItem();
    log.info(
        "attempt failed render={} work={} kind={} attempt={} tenant={} code={}",
        item.getRenderId(),
        item.getWorkId(),
        item.getKind(),
        item.getAttempt(),
        item.getTenant(),
        failure.getCode());
    if (item.getAttempt() >= Attempts.MAX) {
      items.release(ItemKey.of(item), now);
      WorkResult givenUp = GivenUp.result(held, failure);
      out.giveUp(givenUp);
      out.bury(GivenUp.letter(item, givenUp, now));
      return;
    }
    HeldWork.Builder next =
        held.toBuilder()
            .setItem(item.toBuilder().setAttempt(item.getAttempt() + 1))
            .setLastFailure(failure)
            .clearCopied()
            .clearFailedCopy()
            .clearDue();
    items.moveBack(rest == 0 ? next.build() : next.setPostponedUntil(now + rest).build());
  }
}
