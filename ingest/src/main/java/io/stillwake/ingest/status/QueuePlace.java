package io.stillwake.ingest.status;

/**
 * Where a render stands among those that wait for the workers of one pool.
 *
 * @param position 1 is served next
 * @param waitingItems its items of work that wait for a slot
 * @param waitSeconds until the first of them is given to a worker; null where nobody can say
 * @param liveSlots model calls that the workers of the pool run at once
 * @param note what a person should know of it; null where there is nothing
 */
public record QueuePlace(
    String pool, int position, int waitingItems, Double waitSeconds, int liveSlots, String note) {

  static QueuePlace of(io.stillwake.proto.QueuePlace told) {
    return new QueuePlace(
        told.getPool(),
        told.getRendersAhead() + 1,
        told.getWaitingItems(),
        isServed(told) ? Times.tenths(told.getWaitSeconds()) : null,
        told.getSlots(),
        told.getSlots() > 0
            ? null
            : "no worker of pool '%s' is alive; its work is kept".formatted(told.getPool()));
  }

  /** Whether there is somebody whom the wait can be estimated by. */
  static boolean isServed(io.stillwake.proto.QueuePlace told) {
    return told.getSlots() > 0 && told.getWaitSeconds() >= 0;
  }
}
