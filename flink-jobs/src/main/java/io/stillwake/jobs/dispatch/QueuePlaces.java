package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.QueuePlace;
import io.stillwake.proto.RenderProgress;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * Tells each render that waits where it stands: when it has waited for a second, when that has
 * changed notably, and once when nothing of it waits any more. It goes by rounds: where all stand
 * is reckoned at once, and told to some at a time, since nothing is issued meanwhile.
 */
final class QueuePlaces {

  private static final long EVERY_MS = 1_000;

  /** What many renders cost must not be paid every second. */
  private static final int RENDERS_PER_MS = 5;

  /** About a millisecond of telling. */
  private static final int TOLD_AT_ONCE = 50;

  private static final long BETWEEN_MS = 5;
  private static final long LEAST_BETWEEN_MS = 2_000;

  private final String pool;
  private final WorkAhead ahead;
  private final Renders renders;
  private final Map<String, Told> told = new HashMap<>();

  /** Of this round, those that are still to be told. */
  private final Queue<ToTell> round = new ArrayDeque<>();

  private long nextRound = Long.MIN_VALUE;
  private long next = Long.MIN_VALUE;

  /**
   * @param place null where nothing of it waits any more
   */
  private record ToTell(HeldRender render, QueuePosition place) {}

  /** What a render was told last; nothing yet where it is seen waiting for the first time. */
  private static final class Told {
    HeldRender render;
    QueuePosition place;
    long at;

    /** After a restart nobody knows what was told before. */
    boolean unknown;

    Told(HeldRender render) {
      this.render = render;
    }
  }

  QueuePlaces(String pool, TenantWeights weights, Renders renders) {
    this.pool = pool;
    this.ahead = new WorkAhead(weights);
    this.renders = renders;
    for (HeldRender render : renders.all()) {
      Told before = new Told(render);
      before.unknown = true;
      told.put(render.id(), before);
    }
  }

  /** Whether it is time to {@link #tell}. */
  boolean isDue(long now) {
    return now >= next && isNeeded();
  }

  void tell(PoolLoad load, long now, Outbox out) {
    if (round.isEmpty()) {
      begin(load, now);
    }
    for (int i = 0; i < TOLD_AT_ONCE && !round.isEmpty(); i++) {
      tell(round.remove(), now, out);
    }
    next = round.isEmpty() ? nextRound : now + BETWEEN_MS;
  }

  /** A render that is over is told nothing any more. */
  void forget(String render) {
    told.remove(render);
    round.removeIf(next -> next.render().id().equals(render));
  }

  /** Empty while no render waits. */
  OptionalLong nextDue() {
    return isNeeded() ? OptionalLong.of(next) : OptionalLong.empty();
  }

  private boolean isNeeded() {
    return !renders.waiting().isEmpty() || !told.isEmpty() || !round.isEmpty();
  }

  private void begin(PoolLoad load, long now) {
    forgetServed();
    List<WorkAhead.Ahead> inOrder = ahead.of(renders.waiting());
    for (int i = 0; i < inOrder.size(); i++) {
      HeldRender render = inOrder.get(i).render();
      double wait = load.secondsUntil(inOrder.get(i).slotSeconds());
      see(render, new QueuePosition(render.waiting(), i, wait, load.slots()), now);
    }
    nextRound = now + EVERY_MS + inOrder.size() / RENDERS_PER_MS;
  }

  private void forgetServed() {
    for (Iterator<Told> all = told.values().iterator(); all.hasNext(); ) {
      Told before = all.next();
      if (before.render.waiting() > 0) {
        continue;
      }
      if (before.place != null || before.unknown) {
        round.add(new ToTell(before.render, null));
      }
      all.remove();
    }
  }

  private void see(HeldRender render, QueuePosition place, long now) {
    Told before = told.get(render.id());
    if (before == null) {
      told.put(render.id(), new Told(render));
      return;
    }
    before.render = render;
    if (before.place == null
        || now - before.at >= LEAST_BETWEEN_MS && place.differsNotably(before.place)) {
      round.add(new ToTell(render, place));
    }
  }

  private void tell(ToTell next, long now, Outbox out) {
    RenderProgress.Builder progress = progress(next.render(), now);
    if (next.place() == null) {
      out.tell(progress.build());
      return;
    }
    // What was served meanwhile has no place any more.
    if (next.render().waiting() > 0) {
      Told before = told.get(next.render().id());
      before.place = next.place();
      before.at = now;
      out.tell(progress.setQueue(message(next.place())).build());
    }
  }

  private QueuePlace message(QueuePosition place) {
    return QueuePlace.newBuilder()
        .setPool(pool)
        .setWaitingItems(place.items())
        .setRendersAhead(place.rendersAhead())
        .setWaitSeconds(place.waitSeconds())
        .setSlots(place.slots())
        .build();
  }

  /** Counted by the clock, so that it goes on counting up over restarts and pools. */
  private static RenderProgress.Builder progress(HeldRender render, long now) {
    return RenderProgress.newBuilder()
        .setRenderId(render.id())
        .setTenant(render.tenant())
        .setTraceparent(render.traceparent())
        .setJob("dispatch")
        .setSequence(now)
        .setAt(Timestamps.fromMillis(now));
  }
}
