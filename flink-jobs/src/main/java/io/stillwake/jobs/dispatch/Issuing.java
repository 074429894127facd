package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkItem;
import java.util.Optional;
import java.util.OptionalLong;

/** Sends a pool's items to its workers: as many as they have room for, and only what can end. */
final class Issuing {

  private static final long UNKNOWN_AGAIN_MS = 1_000;
  // Seconds.
  private static final double SHORTEST_RUN = 0.001;

  /** A tenant that was away may fill the slots so often before others get their next. */
  private static final double HEAD_START = 2;

  private final HeldItems items;
  private final Learnt learnt;
  private final SecondCopies copies = new SecondCopies();
  private final Gathering gathering = new Gathering();

  Issuing(HeldItems items, Learnt learnt) {
    this.items = items;
    this.learnt = learnt;
  }

  /**
   * @param slots that can run something
   * @param serving workers that they belong to
   */
  void issue(int slots, int serving, long now, Outbox out) throws Exception {
    items.queue().headStart(HEAD_START * slots * run());
    int credits = credits(slots, serving);
    while (items.outstanding().size() < credits) {
      Optional<Waiting> next = items.queue().peek();
      if (next.isEmpty() || gathering.holds(next.get(), now)) {
        return;
      }
      issue(items.find(next.get().key()).orElseThrow(), slots, now, out);
    }
  }

  /**
   * Sends out a second copy of what has run far beyond its estimate, since its slot may be a slow
   * one: where slots stand idle, or will before the copy is done.
   *
   * @param slots that can run something
   * @param serving workers that they belong to
   */
  void copyLate(int slots, int serving, long now, Outbox out) throws Exception {
    for (Optional<Issued> late = items.outstanding().mostLate();
        late.isPresent()
            && items.outstanding().nextLate().getAsLong() <= now
            && wouldCopy(late.get(), slots, serving);
        late = items.outstanding().mostLate()) {
      long since = lateSince(late.get(), now);
      if (since > now) {
        items.outstanding().lateNotBefore(late.get().key(), since);
        continue;
      }
      HeldWork held = items.find(late.get().key()).orElseThrow();
      items.keep(held.toBuilder().setCopied(true).build());
      items.outstanding().copied(late.get().key());
      copies.copied(late.get().estimate());
      out.issue(
          held.getItem().toBuilder().setCopy(1).setIssuedAt(Timestamps.fromMillis(now)).build());
    }
  }

  /** An item has come; {@link #issue} may wait for those that come with it. */
  void gather(Waiting waiting, int slots, int serving, long now) {
    if (items.outstanding().size() < credits(slots, serving)) {
      gathering.begin(waiting, now);
    }
  }

  /** When there is something to do, though nothing is learnt until then. */
  OptionalLong nextDue(int slots, int serving, long now) {
    OptionalLong late =
        items.outstanding().mostLate().filter(item -> wouldCopy(item, slots, serving)).isPresent()
            ? items.outstanding().nextLate()
            : OptionalLong.empty();
    return DueTimes.earliest(late, gathering.end(now));
  }

  /** Second copies since the start. */
  long copies() {
    return copies.count();
  }

  private void issue(HeldWork held, int slots, long now, Outbox out) throws Exception {
    WorkItem item = held.getItem();
    double estimate = learnt.estimates().of(item);
    double wait = items.outstanding().wait(slots);
    if (item.hasDeadline() && !inTime(item, estimate, wait, now)) {
      giveUp(held, now, out);
      return;
    }
    HeldWork kept =
        held.toBuilder()
            .setIssuedAt(now)
            .setDeadline(now + items.outstanding().allowance(estimate))
            .build();
    Issued issued = Issued.of(kept, estimate, wait);
    items.moveOut(kept, issued, lateAt(item, issued));
    items.queue().charge(Waiting.classOf(item), item.getTenant(), estimate);
    copies.issued(estimate);
    out.issue(item.toBuilder().setIssuedAt(Timestamps.fromMillis(now)).build());
  }

  /** Of an item that is not out: nobody wants it any more, so it is no dead letter either. */
  void giveUp(HeldWork held, long now, Outbox out) throws Exception {
    items.release(ItemKey.of(held.getItem()), now);
    out.giveUp(GivenUp.tooLate(held.getItem(), now));
  }

  /** When the item is late, by what was learnt up to its issue; never where a copy would be. */
  private long lateAt(WorkItem item, Issued issued) {
    if (issued.costKey().model().isEmpty()) {
      return Outstanding.NEVER;
    }
    long at = lateAt(issued, issued.estimate());
    boolean inTime =
        !item.hasDeadline()
            || at + millis(issued.estimate()) <= Timestamps.toMillis(item.getDeadline());
    return inTime ? at : Outstanding.NEVER;
  }

  /** The same by what is known now. What was never measured is not known to be late. */
  private long lateSince(Issued issued, long now) {
    CostEstimates estimates = learnt.estimates();
    return estimates.knows(issued.costKey())
        ? lateAt(issued, estimates.of(issued.costKey(), issued.asked()))
        : now + UNKNOWN_AGAIN_MS;
  }

  private long lateAt(Issued issued, double estimate) {
    double late = learnt.overruns().late(estimate, learnt.handOff().seconds());
    return issued.at() + millis(Math.max(0, issued.queueing()) + late);
  }

  /**
   * Whether it will be done in time: nearly surely, where its slot would do another item in time
   * instead, and else more likely than not.
   */
  private boolean inTime(WorkItem item, double estimate, double wait, long now) {
    double needed =
        items.queue().size() > 1
            ? learnt.handOff().besideAtMost(wait) + learnt.overruns().surely(estimate)
            : learnt.handOff().beside(wait) + estimate;
    return now + millis(needed) <= Timestamps.toMillis(item.getDeadline());
  }

  private boolean wouldCopy(Issued late, int slots, int serving) {
    int room = items.queue().size() == 0 ? slots : credits(slots, serving);
    return copies.granted()
        && items.outstanding().size() < room
        && items.queue().seconds() <= late.estimate() * slots;
  }

  /** How many may be out, by how long those take that are here. */
  private int credits(int slots, int serving) {
    return learnt.handOff().credits(slots, serving, run());
  }

  /** Seconds that an item which is out or waits takes. */
  private double run() {
    int count = items.outstanding().size() + items.queue().size();
    double seconds = items.outstanding().seconds() + items.queue().seconds();
    return Math.max(SHORTEST_RUN, count == 0 ? 0 : seconds / count);
  }

  private static long millis(double seconds) {
    return (long) (seconds * 1000);
  }
}
