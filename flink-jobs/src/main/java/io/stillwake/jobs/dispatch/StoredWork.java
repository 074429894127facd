package io.stillwake.jobs.dispatch;

import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkItem;

/** An item as it is kept: without what its key in the state says already. */
final class StoredWork {

  private StoredWork() {}

  static HeldWork strip(HeldWork held) {
    return held.toBuilder()
        .setItem(held.getItem().toBuilder().clearRenderId().clearWorkId())
        .build();
  }

  static HeldWork restore(ItemKey key, HeldWork stored) {
    WorkItem.Builder item = stored.getItem().toBuilder();
    return stored.toBuilder().setItem(item.setRenderId(key.render()).setWorkId(key.work())).build();
  }
}
