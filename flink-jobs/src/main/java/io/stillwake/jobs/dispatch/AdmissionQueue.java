package io.stillwake.jobs.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A pool's waiting items: interactive ahead of batch, and tenants side by side in each. */
final class AdmissionQueue {

  private final FairQueue interactive = new FairQueue(Waiting.SOONEST_SEEN);
  private final FairQueue batch = new FairQueue(Waiting.OLDEST_RENDER);
  private final Map<ItemKey, Waiting> byKey = new HashMap<>();

  void add(Waiting waiting) {
    if (byKey.putIfAbsent(waiting.key(), waiting) != null) {
      throw new IllegalStateException("item is queued already: " + waiting.key());
    }
    queue(waiting).add(waiting);
  }

  /** Takes out what goes next. */
  Optional<Waiting> poll() {
    Optional<Waiting> next = interactive.poll().or(batch::poll);
    next.ifPresent(waiting -> byKey.remove(waiting.key()));
    return next;
  }

  /** Does nothing where the item is not queued. */
  void remove(ItemKey key) {
    Waiting waiting = byKey.remove(key);
    if (waiting != null) {
      queue(waiting).remove(waiting);
    }
  }

  int size() {
    return byKey.size();
  }

  private FairQueue queue(Waiting waiting) {
    return switch (waiting.workClass()) {
      case WORK_CLASS_INTERACTIVE -> interactive;
      case WORK_CLASS_BATCH, WORK_CLASS_UNSPECIFIED, UNRECOGNIZED -> batch;
    };
  }
}
