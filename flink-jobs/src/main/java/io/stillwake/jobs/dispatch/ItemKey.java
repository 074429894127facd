package io.stillwake.jobs.dispatch;

import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkResult;

/**
 * Names an item while it is on its way. Two renders may share a work id, and both want an answer.
 */
record ItemKey(String render, String work) {

  static ItemKey of(WorkItem item) {
    return new ItemKey(item.getRenderId(), item.getWorkId());
  }

  static ItemKey of(WorkResult result) {
    return new ItemKey(result.getRenderId(), result.getWorkId());
  }

  /** Reads what {@link #toString} wrote. */
  static ItemKey parse(String key) {
    int slash = key.indexOf('/');
    return new ItemKey(key.substring(0, slash), key.substring(slash + 1));
  }

  /** As the key of kept state. */
  @Override
  public String toString() {
    return render + "/" + work;
  }
}
