package io.stillwake.jobs.dispatch;

import io.stillwake.proto.WorkClass;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A pool's waiting items. Interactive work goes ahead of batch work, which has a small share of the
 * slot-seconds for itself so that it never stands still; tenants are side by side in each.
 */
final class AdmissionQueue {

  /** Of the slot-seconds, while interactive work waits too. */
  private static final double BATCH_SHARE = 0.1;

  private static final class OfClass {
    final FairQueue items;
    int size;
    double seconds;

    OfClass(TenantWeights weights) {
      items = new FairQueue(weights);
    }
  }

  private final FairTurns<WorkClass> turns = new FairTurns<>(AdmissionQueue::share);
  private final Map<WorkClass, OfClass> classes = new EnumMap<>(WorkClass.class);
  private final Map<ItemKey, Waiting> byKey = new HashMap<>();

  AdmissionQueue(TenantWeights weights) {
    classes.put(WorkClass.WORK_CLASS_INTERACTIVE, new OfClass(weights));
    classes.put(WorkClass.WORK_CLASS_BATCH, new OfClass(weights));
  }

  /** Of the slot-seconds, while both classes wait. */
  static double share(WorkClass workClass) {
    return workClass == WorkClass.WORK_CLASS_INTERACTIVE ? 1 - BATCH_SHARE : BATCH_SHARE;
  }

  /**
   * @param seconds slot-seconds that a tenant who comes from now on may be served ahead of others
   *     of its class
   */
  void headStart(double seconds) {
    classes.values().forEach(queue -> queue.items.headStart(seconds));
  }

  void add(Waiting waiting) {
    if (byKey.putIfAbsent(waiting.key(), waiting) != null) {
      throw new IllegalStateException("item is queued already: " + waiting.key());
    }
    OfClass queue = classes.get(waiting.workClass());
    queue.items.add(waiting);
    queue.size++;
    queue.seconds += waiting.cost();
    if (queue.size == 1) {
      turns.enter(waiting.workClass());
    }
  }

  /** What goes next. Who takes it out charges for it. */
  Optional<Waiting> peek() {
    WorkClass next = turns.next();
    return next == null ? Optional.empty() : classes.get(next).items.peek();
  }

  /**
   * @return what was taken out; empty where the item is not queued
   */
  Optional<Waiting> remove(ItemKey key) {
    Waiting waiting = byKey.remove(key);
    if (waiting == null) {
      return Optional.empty();
    }
    OfClass queue = classes.get(waiting.workClass());
    queue.items.remove(waiting);
    queue.size--;
    queue.seconds -= waiting.cost();
    if (queue.size == 0) {
      // Sums of doubles drift.
      queue.seconds = 0;
      turns.leave(waiting.workClass());
    }
    return Optional.of(waiting);
  }

  /**
   * @param seconds slot-seconds that the tenant was served, or less than 0 to take a charge back
   */
  void charge(WorkClass workClass, String tenant, double seconds) {
    turns.charge(workClass, seconds);
    classes.get(workClass).items.charge(tenant, seconds);
  }

  int size() {
    return byKey.size();
  }

  /** Estimated slot-seconds that wait. */
  double seconds() {
    return seconds(WorkClass.WORK_CLASS_INTERACTIVE) + seconds(WorkClass.WORK_CLASS_BATCH);
  }

  int size(WorkClass workClass) {
    return classes.get(workClass).size;
  }

  /** Estimated slot-seconds that wait in the class. */
  double seconds(WorkClass workClass) {
    return classes.get(workClass).seconds;
  }
}
