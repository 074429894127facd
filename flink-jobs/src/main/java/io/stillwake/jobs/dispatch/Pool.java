package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.PoolNews;
import io.stillwake.proto.RenderDropped;
import io.stillwake.proto.WorkCancellation;
import io.stillwake.proto.WorkFailure;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkKind;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkerStatus;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides for one pool which item goes to its workers, and when. All times are epoch milliseconds.
 *
 * <p>An item that is held is not taken twice. One that was answered is forgotten, and taken anew if
 * it is requested again: its requester may have lost the answer in a restart, and the worker finds
 * the output of the first time.
 */
final class Pool {

  private static final Logger log = LoggerFactory.getLogger(Pool.class);

  private final PoolStore store;
  private final HeldItems items;
  private final LiveWorkers workers = new LiveWorkers();

  Pool(PoolStore store) throws Exception {
    this.store = store;
    this.items = new HeldItems(store);
  }

  void learn(PoolNews news, long now, Outbox out) throws Exception {
    switch (news.getNewsCase()) {
      case REQUESTED -> request(news.getRequested());
      case DROPPED -> drop(news.getDropped(), now, out);
      case ANSWERED -> answer(news.getAnswered(), now, out);
      case HEARD -> hear(news.getHeard(), now);
      case NEWS_NOT_SET -> log.warn("news without content pool={}", news.getPool());
    }
    proceed(now, out);
  }

  /** Does what is due, then issues as much as the live workers have room for. */
  void proceed(long now, Outbox out) throws Exception {
    int slots = workers.slots(now);
    for (HeldWork expired : items.takeExpired(now)) {
      expire(expired, slots, now, out);
    }
    for (HeldWork rested : items.takeRested(now)) {
      items.move(rested.toBuilder().clearDue().build());
    }
    while (items.outstanding() < Outstanding.credits(slots)) {
      Optional<HeldWork> next = items.takeNext();
      if (next.isEmpty()) {
        return;
      }
      items.move(
          next.get().toBuilder()
              .setIssuedAt(now)
              .setDeadline(now + items.allowance(next.get().getItem()))
              .build());
      out.issue(next.get().getItem());
    }
  }

  /** When {@link #proceed} has something to do even if nothing is learnt; empty for never. */
  OptionalLong nextDue() {
    return LongStream.concat(items.nextDue().stream(), workers.nextSilence().stream()).min();
  }

  /** How much waits, rests and is out, for whoever watches. */
  PoolLoad load(long now) {
    return new PoolLoad(items.queued(), items.postponed(), items.outstanding(), workers.slots(now));
  }

  private void request(WorkItem item) throws Exception {
    if (items.find(HeldItems.key(item)).isPresent() || store.dropped(item.getRenderId())) {
      return;
    }
    items.add(item.toBuilder().setAttempt(1).build());
  }

  private void drop(RenderDropped dropped, long now, Outbox out) throws Exception {
    store.rememberDropped(dropped.getRenderId(), now);
    for (ItemKey key : items.ofRender(dropped.getRenderId())) {
      items.release(key);
    }
    // Even where nothing is outstanding as far as we know: a duplicate may be running.
    out.cancel(
        WorkCancellation.newBuilder()
            .setRenderId(dropped.getRenderId())
            .setTenant(dropped.getTenant())
            .setAt(Timestamps.fromMillis(now))
            .build());
  }

  private void answer(WorkResult result, long now, Outbox out) throws Exception {
    ItemKey key = new ItemKey(result.getRenderId(), result.getWorkId());
    Optional<HeldWork> held = items.find(key);
    if (held.isEmpty()) {
      return;
    }
    switch (result.getOutcomeCase()) {
      case OUTPUT -> items.release(key);
      case FAILURE -> fail(held.get(), result, now, out);
      case OUTCOME_NOT_SET ->
          log.warn("answer without outcome render={} work={}", key.render(), key.work());
    }
  }

  private void fail(HeldWork held, WorkResult result, long now, Outbox out) throws Exception {
    if (result.getFailure().getFinal()) {
      WorkItem item = held.getItem();
      items.release(HeldItems.key(item));
      // A look that found nothing has done what it was asked; intake looks again.
      if (item.getKind() != WorkKind.WORK_KIND_FIND) {
        out.bury(GivenUp.letter(item, result, now));
      }
      return;
    }
    // The answer of an attempt that was already replaced says nothing of the one that is out.
    boolean current = result.getAttempt() >= held.getItem().getAttempt() && held.hasDeadline();
    if (current) {
      long rest = Attempts.restAfter(held.getItem().getAttempt());
      again(held, result.getFailure(), rest, now, out);
    }
  }

  private void expire(HeldWork held, int slots, long now, Outbox out) throws Exception {
    if (slots == 0) {
      // Nobody is there who could have answered, so it does not count as an attempt: the item is
      // still in the topic, and will be read from there.
      items.move(held.toBuilder().setDeadline(now + items.allowance(held.getItem())).build());
      return;
    }
    again(held, GivenUp.expired(held), 0, now, out);
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
      items.release(HeldItems.key(item));
      WorkResult givenUp = GivenUp.result(held, failure);
      out.giveUp(givenUp);
      out.bury(GivenUp.letter(item, givenUp, now));
      return;
    }
    HeldWork.Builder next =
        held.toBuilder()
            .setItem(item.toBuilder().setAttempt(item.getAttempt() + 1))
            .setLastFailure(failure)
            .clearDue();
    items.move(rest == 0 ? next.build() : next.setPostponedUntil(now + rest).build());
  }

  private void hear(WorkerStatus status, long now) {
    workers.heard(status.getWorker(), status.getSlots(), Timestamps.toMillis(status.getAt()), now);
  }
}
