package io.stillwake.jobs.dispatch;

import io.stillwake.proto.HeldWork;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps a pool in memory. A second pool over the same store is the first one, restored. */
final class MapPoolStore implements PoolStore {

  private final Map<ItemKey, HeldWork> held = new LinkedHashMap<>();
  private final Set<String> dropped = new HashSet<>();

  @Override
  public HeldWork held(ItemKey key) {
    return held.get(key);
  }

  @Override
  public void hold(ItemKey key, HeldWork work) {
    held.put(key, work);
  }

  @Override
  public void release(ItemKey key) {
    held.remove(key);
  }

  @Override
  public Iterable<HeldWork> allHeld() {
    return List.copyOf(held.values());
  }

  @Override
  public boolean dropped(String render) {
    return dropped.contains(render);
  }

  @Override
  public void rememberDropped(String render, long now) {
    dropped.add(render);
  }
}
