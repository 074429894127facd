package io.stillwake.jobs.dispatch;

import com.google.protobuf.util.Timestamps;
import io.stillwake.proto.WorkItem;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The renders that a pool has items of, or had some lately: the next step of a render is asked for
 * when the one before is done, and is not to be taken for a new render.
 */
final class Renders {

  private static final long REMEMBERED_MS = 600_000;

  private final Map<String, HeldRender> byId = new HashMap<>();
  private final Set<HeldRender> waiting = new HashSet<>();

  /** Those that no item is held of, and since when; the first the longest. */
  private final Map<String, Long> idle = new LinkedHashMap<>();

  private long nextNumber;

  /** Those of which something is queued. */
  Collection<HeldRender> waiting() {
    return waiting;
  }

  Collection<HeldRender> all() {
    return byId.values();
  }

  void queued(Waiting item) {
    HeldRender render = get(item.key().render());
    render.queued(item);
    waiting.add(render);
  }

  void unqueued(Waiting item) {
    HeldRender render = get(item.key().render());
    render.unqueued(item);
    if (render.waiting() == 0) {
      waiting.remove(render);
    }
  }

  /** The item is held from now on. */
  void hold(ItemKey key, WorkItem item, long now) {
    byId.computeIfAbsent(key.render(), id -> new HeldRender(item, began(item, now), nextNumber++))
        .items()
        .add(key);
    idle.remove(key.render());
  }

  /**
   * @throws NullPointerException where no item of it is held
   */
  HeldRender get(String render) {
    return Objects.requireNonNull(byId.get(render), render);
  }

  /**
   * The item is held no more.
   *
   * @return whether it was the last of its render
   */
  boolean release(ItemKey key, long now) {
    HeldRender render = byId.get(key.render());
    boolean last = render != null && render.items().remove(key) && render.items().isEmpty();
    if (last) {
      idle.put(key.render(), now);
    }
    forgetIdle(now);
    return last;
  }

  boolean holds(ItemKey key) {
    HeldRender render = byId.get(key.render());
    return render != null && render.items().contains(key);
  }

  Set<ItemKey> itemsOf(String render) {
    HeldRender held = byId.get(render);
    return held == null ? Set.of() : Set.copyOf(held.items());
  }

  private void forgetIdle(long now) {
    var oldest = idle.entrySet().iterator();
    while (oldest.hasNext()) {
      var next = oldest.next();
      if (next.getValue() + REMEMBERED_MS > now) {
        return;
      }
      oldest.remove();
      byId.remove(next.getKey());
    }
  }

  private static long began(WorkItem item, long now) {
    return item.hasRequestedAt() ? Math.min(now, Timestamps.toMillis(item.getRequestedAt())) : now;
  }
}
