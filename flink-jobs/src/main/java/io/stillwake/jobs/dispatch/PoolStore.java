package io.stillwake.jobs.dispatch;

import io.stillwake.proto.HeldWork;
import io.stillwake.proto.LearntCost;

/** What of a pool must outlive a restart. In Flink its keyed state, else a map. */
interface PoolStore {

  /** Null where the item is not held. */
  HeldWork held(ItemKey key) throws Exception;

  void hold(ItemKey key, HeldWork held) throws Exception;

  void release(ItemKey key) throws Exception;

  /** No item of the render is held any more. */
  void forget(String render) throws Exception;

  Iterable<HeldWork> allHeld() throws Exception;

  /** Whether the render was dropped lately: what is requested for it afterwards is not held. */
  boolean dropped(String render) throws Exception;

  void rememberDropped(String render, long now) throws Exception;

  void rememberCost(CostKey key, LearntCost learnt) throws Exception;

  Iterable<LearntCost> allCosts() throws Exception;
}
