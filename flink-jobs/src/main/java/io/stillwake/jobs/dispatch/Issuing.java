package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.HeldWork;
import io.stillwake.proto.WorkItem;
import java.util.Optional;
import java.util.OptionalLong;

/** Sends a pool's items to its workers: as many as they have room for, and only what can end. */
final class Issuing {

  private final HeldItems items;
  private final Learnt learnt;
  private final SecondCopies copies = new SecondCopies();

  Issuing(HeldItems items, Learnt learnt) {
    this.items = items;
    this.learnt = learnt;
  }

  /**
   * @param slots that can run something
   * @param serving workers that they belong to
   */
  void issue(int slots, int serving, long now, Outbox out) throws Exception {
    int credits = learnt.handOff().credits(slots, serving);
    while (items.outstanding().size() < credits) {
      Optional<HeldWork> next = items.takeNext();
      if (next.isEmpty()) {
        return;
      }
      issue(next.get(), slots, now, out);
    }
  }

  /**
   * The item is with the workers already.
   *
   * @param held queued or postponed
   * @param out as it was issued
   */
  void alreadyOut(HeldWork held, WorkItem out, long now) throws Exception {
    double estimate = learnt.estimates().of(held.getItem());
    HeldWork issued =
        held.toBuilder()
            .setItem(held.getItem().toBuilder().setAttempt(out.getAttempt()))
            .setIssuedAt(Timestamps.toMillis(out.getIssuedAt()))
            .setDeadline(now + items.outstanding().allowance(estimate))
            .build();
    double late = learnt.overruns().late(estimate, learnt.handOff().seconds());
    items.moveOut(issued, Issued.of(issued, estimate, -1), now + millis(late));
  }

  /**
   * Where slots stand idle, sends out a second copy of what has run far beyond its estimate: its
   * slot may be a slow one.
   */
  void copyLate(int slots, long now, Outbox out) throws Exception {
    while (wouldCopy(slots)) {
      Optional<ItemKey> late = items.outstanding().mostLate(now);
      if (late.isEmpty()) {
        return;
      }
      HeldWork held = items.find(late.get()).orElseThrow();
      items.keep(held.toBuilder().setCopied(true).build());
      items.outstanding().copied(late.get());
      copies.copied(learnt.estimates().of(held.getItem()));
      out.issue(
          held.getItem().toBuilder().setCopy(1).setIssuedAt(Timestamps.fromMillis(now)).build());
    }
  }

  /** When {@link #copyLate} has something to do, though nothing is learnt until then. */
  OptionalLong nextCopy(int slots) {
    return wouldCopy(slots) ? items.outstanding().nextLate() : OptionalLong.empty();
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
    HeldWork issued =
        held.toBuilder()
            .setIssuedAt(now)
            .setDeadline(now + items.outstanding().allowance(estimate))
            .build();
    double late = wait + learnt.overruns().late(estimate, learnt.handOff().seconds());
    items.moveOut(issued, Issued.of(issued, estimate, wait), now + millis(late));
    items.queue().charge(Waiting.classOf(item), item.getTenant(), estimate);
    copies.issued(estimate);
    out.issue(item.toBuilder().setIssuedAt(Timestamps.fromMillis(now)).build());
  }

  /** Of an item that is not out: nobody wants it any more, so it is no dead letter either. */
  void giveUp(HeldWork held, long now, Outbox out) throws Exception {
    items.release(ItemKey.of(held.getItem()), now);
    out.giveUp(GivenUp.tooLate(held.getItem(), now));
  }

  private boolean inTime(WorkItem item, double estimate, double wait, long now) {
    double needed = wait + learnt.handOff().seconds() + learnt.overruns().surely(estimate);
    return now + millis(needed) <= Timestamps.toMillis(item.getDeadline());
  }

  private boolean wouldCopy(int slots) {
    return items.queue().size() == 0 && items.outstanding().size() < slots && copies.granted();
  }

  private static long millis(double seconds) {
    return (long) (seconds * 1000);
  }
}
