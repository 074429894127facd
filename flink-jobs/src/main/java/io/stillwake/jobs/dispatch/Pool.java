package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.PoolNews;
import io.stillwake.proto.RenderDropped;
import io.stillwake.proto.WorkCancellation;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkResult;
import io.stillwake.proto.WorkerStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
  private final Issuing issuing;
  private final Answering answering;
  private final QueuePlaces places;
  private final LiveWorkers workers = new LiveWorkers();
  private final ReadBack readBack;

  /**
   * @param log what was issued since the store was as it is; empty for a new store
   */
  Pool(String name, PoolStore store, TenantWeights weights, List<WorkItem> log, long now)
      throws Exception {
    Learnt learnt = new Learnt(store);
    this.store = store;
    this.items = new HeldItems(store, learnt.estimates(), weights, now);
    this.issuing = new Issuing(items, learnt);
    this.answering = new Answering(items, learnt);
    this.places = new QueuePlaces(name, weights, items.renders());
    this.readBack = new ReadBack(log, now);
    for (WorkItem item : log) {
      learnOut(ItemKey.of(item), now);
    }
  }

  void learn(PoolNews news, long now, Outbox out) throws Exception {
    switch (news.getNewsCase()) {
      case REQUESTED -> request(news.getRequested(), now);
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
      answering.expire(expired, slots, now, out);
    }
    for (HeldWork unwanted : items.takeUnwanted(now)) {
      issuing.giveUp(unwanted, now, out);
    }
    for (HeldWork rested : items.takeRested(now)) {
      items.moveBack(rested.toBuilder().clearDue().build());
    }
    int serving = workers.serving(now);
    issuing.copyLate(slots, serving, now, out);
    issuing.issue(slots, serving, now, out);
    if (places.isDue(now)) {
      places.tell(load(now), now, out);
    }
  }

  /** When {@link #proceed} has something to do even if nothing is learnt; empty for never. */
  OptionalLong nextDue(long now) {
    return DueTimes.earliest(
        items.nextDue(),
        workers.nextSilence(),
        issuing.nextDue(workers.slots(now), workers.serving(now), now),
        places.nextDue());
  }

  /** How much waits, rests and is out, for whoever watches. */
  PoolLoad load(long now) {
    return new PoolLoad(
        items.queue().size(),
        items.queue().size(WorkClass.WORK_CLASS_INTERACTIVE),
        items.postponed(),
        items.outstanding().size(),
        workers.slots(now),
        workers.slotsPerWorker(),
        items.queue().seconds(),
        items.queue().seconds(WorkClass.WORK_CLASS_INTERACTIVE),
        items.outstanding().seconds(),
        issuing.copies());
  }

  private void request(WorkItem item, long now) throws Exception {
    if (items.renders().holds(ItemKey.of(item)) || store.dropped(item.getRenderId())) {
      return;
    }
    WorkItem first = item.getAttempt() == 1 ? item : item.toBuilder().setAttempt(1).build();
    Waiting waiting = items.add(first, now);
    if (!learnOut(ItemKey.of(item), now)) {
      issuing.gather(waiting, workers.slots(now), workers.serving(now), now);
    }
  }

  /**
   * Takes an item that is held and not out to where it is, if it is known to be out.
   *
   * @return whether it is
   */
  private boolean learnOut(ItemKey key, long now) throws Exception {
    Optional<WorkItem> out = readBack.find(key, now);
    if (out.isEmpty() || items.outstanding().find(key).isPresent()) {
      return false;
    }
    Optional<HeldWork> held = items.find(key);
    if (held.isEmpty() || out.get().getAttempt() < held.get().getItem().getAttempt()) {
      return false;
    }
    readBack.forget(key);
    items.foundOut(held.get(), out.get(), now);
    return true;
  }

  private void answer(WorkResult result, long now, Outbox out) throws Exception {
    ItemKey key = ItemKey.of(result);
    if (!items.renders().holds(key)) {
      // Its request may be read again after this; it is not out any more then.
      readBack.forget(key);
    }
    answering.answer(result, now, out);
  }

  private void drop(RenderDropped dropped, long now, Outbox out) throws Exception {
    store.rememberDropped(dropped.getRenderId(), now);
    for (ItemKey key : items.renders().itemsOf(dropped.getRenderId())) {
      items.release(key, now);
    }
    places.forget(dropped.getRenderId());
    // Even where nothing is outstanding as far as we know: a duplicate may be running.
    out.cancel(
        WorkCancellation.newBuilder()
            .setRenderId(dropped.getRenderId())
            .setTenant(dropped.getTenant())
            .setAt(Timestamps.fromMillis(now))
            .build());
  }

  private void hear(WorkerStatus status, long now) {
    workers.heard(status.getWorker(), status.getSlots(), Timestamps.toMillis(status.getAt()), now);
  }
}
