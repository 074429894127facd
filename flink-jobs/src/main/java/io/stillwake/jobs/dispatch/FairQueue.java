package io.stillwake.jobs.dispatch;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/** Waiting items of one class, tenants side by side by their weights. */
final class FairQueue {

  private final FairTurns<String> turns;
  private final Map<String, NavigableSet<Waiting>> byTenant = new HashMap<>();

  FairQueue(TenantWeights weights) {
    turns = new FairTurns<>(weights::of);
  }

  /**
   * @param seconds slot-seconds that a tenant who comes from now on may be served ahead of others
   */
  void headStart(double seconds) {
    turns.headStart(seconds);
  }

  void add(Waiting waiting) {
    NavigableSet<Waiting> items =
        byTenant.computeIfAbsent(waiting.tenant(), tenant -> new TreeSet<>(Waiting::order));
    if (!items.add(waiting)) {
      throw new IllegalStateException("item is queued already: " + waiting.key());
    }
    if (items.size() == 1) {
      turns.enter(waiting.tenant());
    }
  }

  /** What goes next. Who takes it out charges for it. */
  Optional<Waiting> peek() {
    String tenant = turns.next();
    return tenant == null ? Optional.empty() : Optional.of(byTenant.get(tenant).first());
  }

  /** Does nothing where the item is not queued. */
  void remove(Waiting waiting) {
    NavigableSet<Waiting> items = byTenant.get(waiting.tenant());
    if (items != null && items.remove(waiting) && items.isEmpty()) {
      byTenant.remove(waiting.tenant());
      turns.leave(waiting.tenant());
    }
  }

  /**
   * @param seconds slot-seconds that the tenant was served, or less than 0 to take a charge back
   */
  void charge(String tenant, double seconds) {
    turns.charge(tenant, seconds);
  }
}
