package io.stillwake.jobs.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

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
  private int costsWritten;

  /** How often a kind's costs were stored. */
  int costsWritten() {
    return costsWritten;
  }

  @Override
  public HeldWork held(ItemKey key) {
    return held.get(key.toString());
  }

  @Override
  public void hold(ItemKey key, HeldWork work) {
    held.put(key.toString(), work);
  }

  @Override
  public void release(ItemKey key) {
    held.remove(key.toString());
  }

  @Override
  public void forget(String render) {
    assertThat(held.keySet()).noneMatch(key -> key.startsWith(render + "/"));
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

  @Override
  public void rememberCost(CostKey key, LearntCost learnt) {
    costsWritten++;
    costs.put(key, learnt);
  }

  @Override
  public Iterable<LearntCost> allCosts() {
    return List.copyOf(costs.values());
  }
}
