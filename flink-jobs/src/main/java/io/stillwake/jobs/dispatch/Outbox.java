package io.stillwake.jobs.dispatch;

import io.stillwake.proto.DeadLetter;
import io.stillwake.proto.RenderProgress;
import io.stillwake.proto.WorkCancellation;
import io.stillwake.proto.WorkItem;
import io.stillwake.proto.WorkResult;

/** Where a pool's decisions go. */
interface Outbox {

  /** To the workers. */
  void issue(WorkItem item);

  /** To all who wait for an item that will never be done. */
  void giveUp(WorkResult failure);

  void bury(DeadLetter letter);

  /** To who watches a render. */
  void tell(RenderProgress progress);

  /** To every worker that may be running something of the render. */
  void cancel(WorkCancellation cancellation);
}
