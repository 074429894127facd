package io.stillwake.jobs.dispatch;

import io.stillwake.proto.LearntCost;
import io.stillwake.proto.WorkItem;
import java.util.HashMap;
import java.util.Map;

/**
 * What an item will cost, in slot-seconds, learnt from those before it.
 *
 * <p>Who asks for an item says what it should cost; what is learnt is by how much that is wrong, as
 * the median of measured over asked of the last {@value #KEPT} items of the same model, size and
 * frames. So what the requester knows beyond these three is kept, and where it knows nothing (items
 * alike are asked for alike) the estimate is the median of what was measured. Before {@value
 * #ENOUGH} of a kind were measured, the model's own median stands in, and before that 1.
 */
final class CostEstimates {

  static final double LEAST = 0.01;
  static final double MOST = 3600;

  private static final int KEPT = 31;
  private static final int ENOUGH = 3;

  /** A kind's samples are stored when so many of them are new: the rest is learnt anew soon. */
  private static final int WRITTEN_EVERY = 8;

  private final PoolStore store;
  private final Map<CostKey, RecentSamples> byKey = new HashMap<>();
  private final Map<CostKey, Integer> unwritten = new HashMap<>();

  CostEstimates(PoolStore store) throws Exception {
    this.store = store;
    for (LearntCost learnt : store.allCosts()) {
      RecentSamples samples = new RecentSamples(KEPT);
      learnt.getRatiosList().forEach(samples::add);
      byKey.put(
          new CostKey(learnt.getModel(), learnt.getWidth(), learnt.getHeight(), learnt.getFrames()),
          samples);
    }
  }

  /** What the requester asked for, as a number that can be counted with. */
  static double asked(WorkItem item) {
    return within(item.getCostSeconds());
  }

  double of(WorkItem item) {
    return of(CostKey.of(item), asked(item));
  }

  /**
   * @param asked slot-seconds, {@link #asked}
   */
  double of(CostKey key, double asked) {
    return within(asked * ratio(key));
  }

  /** Whether estimates of this kind come from what was measured. */
  boolean knows(CostKey key) {
    RecentSamples model = byKey.get(key.anySize());
    return model != null && model.size() >= ENOUGH;
  }

  /**
   * @param asked slot-seconds, {@link #asked}
   * @param measured slot-seconds of the model's calls
   */
  void learn(CostKey key, double asked, double measured) throws Exception {
    if (key.model().isEmpty() || !(measured > 0)) {
      return;
    }
    keep(key, measured / asked);
    if (!key.equals(key.anySize())) {
      keep(key.anySize(), measured / asked);
    }
  }

  private double ratio(CostKey key) {
    RecentSamples same = byKey.get(key);
    if (same != null && same.size() >= ENOUGH) {
      return same.median();
    }
    RecentSamples model = byKey.get(key.anySize());
    return model != null && model.size() >= ENOUGH ? model.median() : 1;
  }

  private void keep(CostKey key, double ratio) throws Exception {
    RecentSamples samples = byKey.computeIfAbsent(key, unknown -> new RecentSamples(KEPT));
    samples.add(ratio);
    int fresh = unwritten.merge(key, 1, Integer::sum);
    if (fresh >= WRITTEN_EVERY || samples.size() <= ENOUGH) {
      write(key, samples);
      unwritten.remove(key);
    }
  }

  private void write(CostKey key, RecentSamples samples) throws Exception {
    LearntCost.Builder learnt =
        LearntCost.newBuilder()
            .setModel(key.model())
            .setWidth(key.width())
            .setHeight(key.height())
            .setFrames(key.frames());
    for (double kept : samples.inOrder()) {
      learnt.addRatios((float) kept);
    }
    store.rememberCost(key, learnt.build());
  }

  /** No item is free, or fair queueing would not see it; NaN and negative become the least. */
  private static double within(double seconds) {
    return seconds > LEAST ? Math.min(seconds, MOST) : LEAST;
  }
}
