package io.stillwake.jobs.dispatch;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * Whose turn it is: start-time fair queueing by weight (Goyal, Vin, Cheng 1996), in slot-seconds.
 *
 * <p>Each of those that wait has a start tag: where what it was served last ended in virtual time,
 * but not before now; a second served moves it on by one over its weight. The smallest tag goes
 * next, and virtual time is the tag of what went last. So over any stretch in which two wait, they
 * are served by their weights, give or take one item each. This is deficit round robin with a
 * quantum that goes to nothing: the tag is the deficit.
 *
 * <p>Who was away has a head start: of what it might have been served meanwhile, so much at most
 * comes before the others' next. A small burst ends soon, and nobody's share is less for longer
 * than that takes.
 *
 * <p>What is served is charged when it is issued, by its estimate, and corrected when it was
 * measured, so that a wrong estimate is worth nothing to anybody.
 */
final class FairTurns<K> {

  private final ToDoubleFunction<K> weights;
  private final TreeSet<Flow<K>> waiting =
      new TreeSet<>(
          Comparator.comparingDouble((Flow<K> flow) -> flow.tag)
              .thenComparingDouble(flow -> -flow.weight)
              .thenComparingLong(flow -> flow.turn));
  private final Map<K, Flow<K>> flows = new HashMap<>();
  private double headStart;
  private double virtualTime;
  private long turns;
  private int sweepAt = 32;

  /**
   * @param weights each above 0
   */
  FairTurns(ToDoubleFunction<K> weights) {
    this.weights = weights;
  }

  /**
   * @param seconds what those who come from now on may be served ahead of those who wait
   */
  void headStart(double seconds) {
    headStart = seconds;
  }

  /** It has something that waits, from now on. */
  void enter(K key) {
    if (waiting.isEmpty()) {
      // When nobody waits, nobody is ahead of anybody.
      flows.clear();
    }
    Flow<K> flow = flow(key);
    flow.tag = Math.max(earliest(flow.weight), flow.tag);
    line(flow);
    forgetPast();
  }

  /** It has nothing any more that waits. */
  void leave(K key) {
    Flow<K> flow = flows.get(key);
    if (flow != null) {
      waiting.remove(flow);
    }
  }

  /**
   * Whose turn it is; it keeps the turn until it is charged or leaves.
   *
   * @return null where nobody waits
   */
  K next() {
    if (waiting.isEmpty()) {
      return null;
    }
    virtualTime = Math.max(virtualTime, waiting.first().tag);
    return waiting.first().key;
  }

  /**
   * @param seconds what it was served; less than 0 where it was charged too much before
   */
  void charge(K key, double seconds) {
    Flow<K> flow = flow(key);
    boolean waits = waiting.remove(flow);
    flow.tag += seconds / flow.weight;
    if (waits) {
      line(flow);
    }
  }

  private Flow<K> flow(K key) {
    return flows.computeIfAbsent(
        key,
        unknown -> {
          double weight = weights.applyAsDouble(key);
          return new Flow<>(key, weight, earliest(weight));
        });
  }

  private double earliest(double weight) {
    return virtualTime - headStart / weight;
  }

  private void line(Flow<K> flow) {
    flow.turn = turns++;
    waiting.add(flow);
  }

  /** Who would start now in any case need not be remembered. */
  private void forgetPast() {
    if (flows.size() > sweepAt) {
      flows.values().removeIf(flow -> flow.tag <= earliest(flow.weight) && !waiting.contains(flow));
      sweepAt = Math.max(32, 2 * flows.size());
    }
  }

  /** In the set by tag and turn, so neither changes while it is in. */
  private static final class Flow<K> {
    final K key;
    final double weight;
    double tag;
    long turn;

    Flow(K key, double weight, double tag) {
      this.key = key;
      this.weight = weight;
      this.tag = tag;
    }
  }
}
