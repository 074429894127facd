package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A pool's items, each in one place: queued, postponed or outstanding. The store says where; what
 * is in memory is an index of it that is rebuilt when the pool is restored, and holds no payload.
 */
final class HeldItems {

  private final PoolStore store;
  private final CostEstimates estimates;
  private final AdmissionQueue queue;
  private final Renders renders = new Renders();
  private final DueTimes<ItemKey> postponed = new DueTimes<>();
  private final Outstanding outstanding = new Outstanding();

  /** When the items that are not out are no longer wanted. */
  private final DueTimes<ItemKey> wanted = new DueTimes<>();

  private long nextArrival;

  HeldItems(PoolStore store, CostEstimates estimates, TenantWeights weights, long now)
      throws Exception {
    this.store = store;
    this.estimates = estimates;
    this.queue = new AdmissionQueue(weights);
    for (HeldWork held : store.allHeld()) {
      ItemKey key = ItemKey.of(held.getItem());
      renders.hold(key, held.getItem(), now);
      restore(key, held, now);
      nextArrival = Math.max(nextArrival, held.getArrival() + 1);
    }
  }

  Renders renders() {
    return renders;
  }

  AdmissionQueue queue() {
    return queue;
  }

  Outstanding outstanding() {
    return outstanding;
  }

  Optional<HeldWork> find(ItemKey key) throws Exception {
    return Optional.ofNullable(store.held(key));
  }

  /** Takes a new item in, queued. */
  Waiting add(WorkItem item, long now) throws Exception {
    ItemKey key = ItemKey.of(item);
    renders.hold(key, item, now);
    HeldWork held = HeldWork.newBuilder().setItem(item).setArrival(nextArrival++).build();
    store.hold(key, held);
    return queue(key, held);
  }

  /** Takes an item from where it is to the queue, or to its rest where it is postponed. */
  void moveBack(HeldWork held) throws Exception {
    ItemKey key = ItemKey.of(held.getItem());
    unindex(key);
    store.hold(key, held);
    index(key, held);
  }

  /**
   * Takes an item from the queue to the workers.
   *
   * @param held with its deadline
   * @param issued as it is out
   * @param lateAt from when on it has run far beyond its estimate, epoch milliseconds
   */
  void moveOut(HeldWork held, Issued issued, long lateAt) throws Exception {
    unindex(issued.key());
    store.hold(issued.key(), held);
    outstanding.add(issued, held.getDeadline(), lateAt);
  }

  /**
   * Takes an item that is queued or postponed to where it turns out to be: it was issued before
   * this process began.
   *
   * @param out as it was issued
   */
  void foundOut(HeldWork held, WorkItem out, long now) throws Exception {
    ItemKey key = ItemKey.of(out);
    HeldWork issued =
        held.toBuilder()
            .setItem(held.getItem().toBuilder().setAttempt(out.getAttempt()))
            .setIssuedAt(Timestamps.toMillis(out.getIssuedAt()))
            .setDeadline(now + outstanding.allowance(estimates.of(held.getItem())))
            .build();
    unindex(key);
    store.hold(key, issued);
    indexOut(issued, now);
  }

  /** Keeps what has changed of an item that stays where it is. */
  void keep(HeldWork held) throws Exception {
    store.hold(ItemKey.of(held.getItem()), held);
  }

  void release(ItemKey key, long now) throws Exception {
    store.release(key);
    unindex(key);
    if (renders.release(key, now)) {
      store.forget(key.render());
    }
  }

  /** The items that have rested. Who takes them moves them at once. */
  List<HeldWork> takeRested(long now) throws Exception {
    return all(postponed.takeDue(now));
  }

  /** The items whose answer is overdue. Who takes them moves, extends or releases them at once. */
  List<HeldWork> takeExpired(long now) throws Exception {
    return all(outstanding.takeExpired(now));
  }

  /** The items that are not out and nobody wants any more. Who takes them releases them at once. */
  List<HeldWork> takeUnwanted(long now) throws Exception {
    return all(wanted.takeDue(now));
  }

  OptionalLong nextDue() {
    return DueTimes.earliest(outstanding.nextExpiry(), postponed.next(), wanted.next());
  }

  int postponed() {
    return postponed.size();
  }

  private List<HeldWork> all(List<ItemKey> keys) throws Exception {
    List<HeldWork> items = new ArrayList<>(keys.size());
    for (ItemKey key : keys) {
      items.add(store.held(key));
    }
    return items;
  }

  private void restore(ItemKey key, HeldWork held, long now) {
    if (held.hasDeadline()) {
      indexOut(held, now);
    } else {
      index(key, held);
    }
  }

  /** Of an item that was issued before this process began. */
  private void indexOut(HeldWork held, long now) {
    double estimate = estimates.of(held.getItem());
    // Answers that came meanwhile are still to be read.
    long lateAt = held.getCopied() ? Outstanding.NEVER : now + (long) (2000 * estimate);
    outstanding.add(Issued.of(held, estimate, -1), held.getDeadline(), lateAt);
  }

  /** Of an item that is not out. */
  private void index(ItemKey key, HeldWork held) {
    if (held.hasPostponedUntil()) {
      postponed.put(key, held.getPostponedUntil());
      want(key, held.getItem());
    } else {
      queue(key, held);
    }
  }

  private Waiting queue(ItemKey key, HeldWork held) {
    want(key, held.getItem());
    HeldRender render = renders.get(key.render());
    Waiting waiting = Waiting.of(key, held, estimates.of(held.getItem()), render);
    queue.add(waiting);
    renders.queued(waiting);
    return waiting;
  }

  private void want(ItemKey key, WorkItem item) {
    if (item.hasDeadline()) {
      wanted.put(key, Timestamps.toMillis(item.getDeadline()));
    }
  }

  private void unindex(ItemKey key) {
    queue.remove(key).ifPresent(renders::unqueued);
    wanted.remove(key);
    postponed.remove(key);
    outstanding.remove(key);
  }
}
