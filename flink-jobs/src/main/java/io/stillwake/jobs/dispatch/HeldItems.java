package io.stillwake.jobs.dispatch;

import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A pool's items, each in one place: queued, postponed or outstanding. The store says where; what
 * is in memory is an index of it that is rebuilt when the pool is restored, and holds no payload.
 */
final class HeldItems {

  private final PoolStore store;
  private final AdmissionQueue queue = new AdmissionQueue();
  private final DueTimes postponed = new DueTimes();
  private final Outstanding outstanding = new Outstanding();
  private final Map<String, Set<ItemKey>> byRender = new HashMap<>();
  private long nextArrival;

  HeldItems(PoolStore store) throws Exception {
    this.store = store;
    for (HeldWork held : store.allHeld()) {
      index(held);
      nextArrival = Math.max(nextArrival, held.getArrival() + 1);
    }
  }

  static ItemKey key(WorkItem item) {
    return new ItemKey(item.getRenderId(), item.getWorkId());
  }

  Optional<HeldWork> find(ItemKey key) throws Exception {
    return Optional.ofNullable(store.held(key));
  }

  Set<ItemKey> ofRender(String render) {
    return Set.copyOf(byRender.getOrDefault(render, Set.of()));
  }

  /** Takes a new item in, queued. */
  void add(WorkItem item) throws Exception {
    put(HeldWork.newBuilder().setItem(item).setArrival(nextArrival++).build());
  }

  /** Moves an item to where its due time says. */
  void move(HeldWork held) throws Exception {
    unindex(key(held.getItem()));
    put(held);
  }

  void release(ItemKey key) throws Exception {
    store.release(key);
    unindex(key);
    byRender.computeIfPresent(
        key.render(), (render, keys) -> keys.remove(key) && keys.isEmpty() ? null : keys);
  }

  /** The item that goes next. Who takes it moves it at once. */
  Optional<HeldWork> takeNext() throws Exception {
    Optional<Waiting> next = queue.poll();
    return next.isEmpty() ? Optional.empty() : find(next.get().key());
  }

  /** The items that have rested. Who takes them moves them at once. */
  List<HeldWork> takeRested(long now) throws Exception {
    return all(postponed.takeDue(now));
  }

  /** The items whose answer is overdue. Who takes them moves or releases them at once. */
  List<HeldWork> takeExpired(long now) throws Exception {
    return all(outstanding.takeExpired(now));
  }

  OptionalLong nextDue() {
    return LongStream.concat(outstanding.nextDeadline().stream(), postponed.next().stream()).min();
  }

  /** How long an item that is issued now may take to be answered, in milliseconds. */
  long allowance(WorkItem item) {
    return outstanding.allowance(item.getCostSeconds());
  }

  int queued() {
    return queue.size();
  }

  int outstanding() {
    return outstanding.size();
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

  private void put(HeldWork held) throws Exception {
    store.hold(key(held.getItem()), held);
    index(held);
  }

  private void index(HeldWork held) {
    ItemKey key = key(held.getItem());
    byRender.computeIfAbsent(key.render(), render -> new HashSet<>()).add(key);
    switch (held.getDueCase()) {
      case POSTPONED_UNTIL -> postponed.put(key, held.getPostponedUntil());
      case DEADLINE -> outstanding.add(key, held.getDeadline(), held.getItem().getCostSeconds());
      case DUE_NOT_SET -> queue.add(Waiting.of(held));
    }
  }

  private void unindex(ItemKey key) {
    queue.remove(key);
    postponed.remove(key);
    outstanding.remove(key);
  }
}
