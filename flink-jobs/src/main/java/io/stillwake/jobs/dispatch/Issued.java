package io.stillwake.jobs.dispatch;

import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkClass;
import io.stillwake.proto.WorkItem;

/**
 * What is known of an item that is with the workers, without reading it again.
 *
 * @param asked slot-seconds that its requester said
 * @param estimate slot-seconds that its tenant was charged
 * @param at when it was issued, epoch milliseconds
 * @param queueing wait for a slot that was expected then, in seconds; less than 0 where it was
 *     issued before this process began
 * @param copied whether a second copy of it is out too
 */
record Issued(
    ItemKey key,
    String tenant,
    WorkClass workClass,
    CostKey costKey,
    double asked,
    double estimate,
    long at,
    double queueing,
    int attempt,
    boolean copied) {

  static Issued of(HeldWork held, double estimate, double queueing) {
    WorkItem item = held.getItem();
    return new Issued(
        ItemKey.of(item),
        item.getTenant(),
        Waiting.classOf(item),
        CostKey.of(item),
        CostEstimates.asked(item),
        estimate,
        held.getIssuedAt(),
        queueing,
        item.getAttempt(),
        held.getCopied() && !held.hasFailedCopy());
  }

  Issued withCopy(boolean out) {
    return new Issued(key, tenant, workClass, costKey, asked, estimate, at, queueing, attempt, out);
  }
}
