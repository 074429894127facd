package io.stillwake.inference.worker;

import io.stillwake.proto.WorkItem;

/** Nobody wants the result any more; there is nothing to announce. */
final class WorkCanceled extends WorkStopped {

  private static final long serialVersionUID = 1L;

  WorkCanceled(WorkItem item, Throwable cause) {
    super("cancelled: render %s work %s".formatted(item.getRenderId(), item.getWorkId()), cause);
  }
}
