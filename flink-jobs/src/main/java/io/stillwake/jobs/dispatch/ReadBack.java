package io.stillwake.jobs.dispatch;

import io.stillwake.proto.WorkItem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a pool had issued between its checkpoint and the restart that it goes on from: with the
 * workers already, though its state does not know it yet. It is learnt when the state, or the
 * request that is read again, names the item; so no item is issued twice and run twice at a time.
 */
final class ReadBack {

  /** By then everything since the checkpoint has been read again. */
  private static final long REMEMBERED_MS = 60_000;

  private final Map<ItemKey, WorkItem> issued = new HashMap<>();
  private final long until;

  ReadBack(List<WorkItem> log, long now) {
    until = now + REMEMBERED_MS;
    for (WorkItem item : log) {
      // A second copy says nothing that its first does not.
      if (item.getCopy() == 0) {
        issued.merge(
            ItemKey.of(item),
            item,
            (one, other) -> one.getAttempt() >= other.getAttempt() ? one : other);
      }
    }
  }

  /** The newest attempt of the item that is out. */
  Optional<WorkItem> find(ItemKey key, long now) {
    if (now > until) {
      issued.clear();
    }
    return Optional.ofNullable(issued.get(key));
  }

  /** The item is known to the pool's state now, or out no more. */
  void forget(ItemKey key) {
    issued.remove(key);
  }
}
