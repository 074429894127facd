package io.stillwake.jobs.dispatch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Start-time fair queueing over tenants of equal weight (Goyal, Vin, Cheng 1996), in slot-seconds.
 *
 * <p>Every tenant's next item has a start tag: where the tenant's last item ended in virtual time,
 * but not before now. The smallest tag goes next, and virtual time is the tag of what went last. So
 * over any stretch in which two tenants wait, they get equal slot-seconds, give or take one item
 * each, and a tenant that was away gets no credit for it.
 */
final class FairQueue {

  private final Comparator<Waiting> insideTenant;
  private final TreeSet<Flow> backlogged =
      new TreeSet<>(
          Comparator.comparingDouble((Flow flow) -> flow.start)
              .thenComparingLong(flow -> flow.turn));
  private final Map<String, Flow> flows = new HashMap<>();
  private double virtualTime;
  private long turns;
  private int size;

  FairQueue(Comparator<Waiting> insideTenant) {
    this.insideTenant = insideTenant;
  }

  void add(Waiting waiting) {
    Flow flow = flows.computeIfAbsent(waiting.tenant(), tenant -> new Flow(insideTenant));
    boolean first = flow.items.isEmpty();
    if (!flow.items.add(waiting)) {
      throw new IllegalStateException("item is queued already: " + waiting.key());
    }
    size++;
    if (first) {
      enter(flow, Math.max(virtualTime, flow.finish));
    }
  }

  /** Takes out what goes next. */
  Optional<Waiting> poll() {
    Flow flow = backlogged.pollFirst();
    if (flow == null) {
      return Optional.empty();
    }
    Waiting next = flow.items.pollFirst();
    size--;
    virtualTime = flow.start;
    flow.finish = flow.start + next.cost();
    if (!flow.items.isEmpty()) {
      enter(flow, flow.finish);
    }
    forgetPast();
    return Optional.of(next);
  }

  void remove(Waiting waiting) {
    Flow flow = flows.get(waiting.tenant());
    if (flow == null || !flow.items.remove(waiting)) {
      return;
    }
    size--;
    if (flow.items.isEmpty()) {
      backlogged.remove(flow);
      forgetPast();
    }
  }

  int size() {
    return size;
  }

  private void enter(Flow flow, double start) {
    flow.start = start;
    flow.turn = turns++;
    backlogged.add(flow);
  }

  /**
   * When nothing waits, nobody is ahead of anybody. Otherwise a tenant whose last item ended before
   * now in virtual time would start now in any case; they are swept once they are the most.
   */
  private void forgetPast() {
    if (backlogged.isEmpty()) {
      flows.clear();
    } else if (flows.size() > 2 * backlogged.size() + 16) {
      flows.values().removeIf(flow -> flow.items.isEmpty() && flow.finish <= virtualTime);
    }
  }

  /** One tenant's items. In the set by start and turn, so neither changes while it is in. */
  private static final class Flow {
    final TreeSet<Waiting> items;
    double start;
    double finish;
    long turn;

    Flow(Comparator<Waiting> insideTenant) {
      this.items = new TreeSet<>(insideTenant);
    }
  }
}
