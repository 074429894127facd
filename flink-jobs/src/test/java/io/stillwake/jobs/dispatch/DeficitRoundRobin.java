package io.stillwake.jobs.dispatch;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/** As Shreedhar and Varghese wrote it down (1995), to compare with. */
final class DeficitRoundRobin {

  private static final double QUANTUM = 10;

  private final TenantWeights weights;
  private final Map<String, Queue<Waiting>> queues = new LinkedHashMap<>();
  private final Map<String, Double> deficits = new HashMap<>();
  private final Queue<String> round = new ArrayDeque<>();

  DeficitRoundRobin(TenantWeights weights) {
    this.weights = weights;
  }

  void add(Waiting waiting) {
    if (!queues.containsKey(waiting.tenant())) {
      round.add(waiting.tenant());
    }
    queues.computeIfAbsent(waiting.tenant(), tenant -> new ArrayDeque<>()).add(waiting);
  }

  /** What goes next; every tenant has something that waits. */
  Waiting poll() {
    while (true) {
      String tenant = round.element();
      Queue<Waiting> items = queues.get(tenant);
      double deficit = deficits.getOrDefault(tenant, 0.0);
      if (items.element().cost() <= deficit) {
        deficits.put(tenant, deficit - items.element().cost());
        return items.remove();
      }
      round.add(round.remove());
      String next = round.element();
      deficits.merge(next, QUANTUM * weights.of(next), Double::sum);
    }
  }
}
