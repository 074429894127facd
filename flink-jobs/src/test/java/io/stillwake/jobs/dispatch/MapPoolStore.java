package io.stillwake.jobs.dispatch;

import io.stillwake.proto.HeldWork;
import io.stillwake.proto.LearntCost;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keeps a pool in memory. A second pool over the same store is the first one, restored. */
final class MapPoolStore implements PoolStore {

  private final Map<String, HeldWork> held = new LinkedHashMap<>();
  private final Set<String> dropped = new HashSet<>();
  private final Map<CostKey, LearntCost> costs = new LinkedHashMap<>();

  @Override
  public HeldWork held(ItemKey key) {
    HeldWork stored = held.get(key.toString());
    return stored == null ? null : StoredWork.restore(key, stored);
  }

  @Override
  public void hold(ItemKey key, HeldWork work) {
    held.put(key.toString(), StoredWork.strip(work));
  }

  @Override
  public void release(ItemKey key) {
    held.remove(key.toString());
  }

  @Override
  public Iterable<HeldWork> allHeld() {
    return held.entrySet().stream()
        .map(entry -> StoredWork.restore(ItemKey.parse(entry.getKey()), entry.getValue()))
        .toList();
  }

  @Override
  public boolean dropped(String render) {
    return dropped.contains(render);
  }

  @Override
  public void rememberDropped(String render, long now) {
    dropped.add(render);
  }

  @Override
  public void rememberCost(CostKey key, LearntCost learnt) {
    costs.put(key, learnt);
  }

  @Override
  public Iterable<LearntCost> allCosts() {
    return List.copyOf(costs.values());
  }
}
