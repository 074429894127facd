package io.stillwake.jobs.dispatch;

import java.util.Arrays;
import java.util.Map;

/**
 * What all tenants together are served until one of them was served so much. Each draws by its
 * weight until it has nothing any more.
 */
final class SharedService {

  /** Backlogs over weights, ascending; and of the first i of them the backlogs' sum. */
  private final double[] ends;

  private final double[] ended;
  private final double[] weightEnded;
  private final double weight;

  SharedService(Map<String, Double> backlogs, TenantWeights weights) {
    String[] tenants = backlogs.keySet().toArray(String[]::new);
    Arrays.sort(
        tenants,
        (a, b) -> Double.compare(backlogs.get(a) / weights.of(a), backlogs.get(b) / weights.of(b)));
    ends = new double[tenants.length];
    ended = new double[tenants.length + 1];
    weightEnded = new double[tenants.length + 1];
    for (int i = 0; i < tenants.length; i++) {
      ends[i] = backlogs.get(tenants[i]) / weights.of(tenants[i]);
      ended[i + 1] = ended[i] + backlogs.get(tenants[i]);
      weightEnded[i + 1] = weightEnded[i] + weights.of(tenants[i]);
    }
    weight = weightEnded[tenants.length];
  }

  /**
   * @param perWeight slot-seconds that the one was served, over its weight
   * @return slot-seconds
   */
  double until(double perWeight) {
    int found = Arrays.binarySearch(ends, perWeight);
    int over = found < 0 ? -found - 1 : found;
    return ended[over] + (weight - weightEnded[over]) * perWeight;
  }
}
