package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.QueuePlace;
import io.stillwake.proto.RenderProgress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Tells each render that waits where it stands: when it has waited for a second, when that has
 * changed notably, and once when nothing of it waits any more.
 */
final class QueuePlaces {

  private static final long EVERY_MS = 1_000;

  /** What many renders cost must not be paid every second. */
  private static final int RENDERS_PER_MS = 5;

  private static final long LEAST_BETWEEN_MS = 2_000;
  private static final double NOTABLE = 0.2;

  private final String pool;
  private final WorkAhead ahead;
  private final Renders renders;
  private final Map<String, Told> told = new HashMap<>();
  private long next = Long.MIN_VALUE;

  private record Place(int items, int rendersAhead, double waitSeconds, int slots) {

    boolean differsNotably(Place told) {
      return differ(told.slots, slots)
          || differ(told.items, items)
          || differ(told.rendersAhead, rendersAhead)
          || differ(told.waitSeconds, waitSeconds);
    }

    /** By one at least, or it would be told all the time towards the end. */
    private static boolean differ(double told, double now) {
      return Math.abs(now - told) >= Math.max(1, NOTABLE * Math.abs(told));
    }
  }

  /** What a render was told last; nothing yet where it is seen waiting for the first time. */
  private static final class Told {
    HeldRender render;
    Place place;
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
    forgetServed(now, out);
    List<WorkAhead.Ahead> inOrder = ahead.of(renders.waiting());
    for (int i = 0; i < inOrder.size(); i++) {
      HeldRender render = inOrder.get(i).render();
      double wait = load.secondsUntil(inOrder.get(i).slotSeconds());
      tell(render, new Place(render.waiting(), i, wait, load.slots()), now, out);
    }
    next = now + EVERY_MS + inOrder.size() / RENDERS_PER_MS;
  }

  /** A render that is over is told nothing any more. */
  void forget(String render) {
    told.remove(render);
  }

  /** Empty while no render waits. */
  OptionalLong nextDue() {
    return isNeeded() ? OptionalLong.of(next) : OptionalLong.empty();
  }

  private boolean isNeeded() {
    return !renders.waiting().isEmpty() || !told.isEmpty();
  }

  private void tell(HeldRender render, Place place, long now, Outbox out) {
    Told before = told.get(render.id());
    if (before == null) {
      told.put(render.id(), new Told(render));
      return;
    }
    before.render = render;
    if (before.place != null
        && (now - before.at < LEAST_BETWEEN_MS || !place.differsNotably(before.place))) {
      return;
    }
    before.place = place;
    before.at = now;
    out.tell(progress(render, now).setQueue(message(place)).build());
  }

  private void forgetServed(long now, Outbox out) {
    for (Iterator<Told> all = told.values().iterator(); all.hasNext(); ) {
      Told before = all.next();
      if (before.render.waiting() > 0) {
        continue;
      }
      if (before.place != null || before.unknown) {
        out.tell(progress(before.render, now).build());
      }
      all.remove();
    }
  }

  private QueuePlace message(Place place) {
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
