package io.stillwake.jobs.dispatch;

import java.util.Arrays;

/**
 * The newest of a run of measurements, and what share of them lies below what. A single one that is
 * far off moves no quantile far.
 */
final class RecentSamples {

  private final double[] ring;
  private final double[] sorted;
  private int size;
  private int oldest;

  /**
   * @param capacity how many are kept, at least 1
   */
  RecentSamples(int capacity) {
    this.ring = new double[capacity];
    this.sorted = new double[capacity];
  }

  /** Takes one in, and forgets the oldest where there are as many as are kept. */
  void add(double sample) {
    if (size == ring.length) {
      removeSorted(ring[oldest]);
      ring[oldest] = sample;
      oldest = (oldest + 1) % ring.length;
    } else {
      ring[size] = sample;
    }
    insertSorted(sample);
  }

  int size() {
    return size;
  }

  double median() {
    return quantile(0.5);
  }

  /**
   * The sample that the given share of the others does not exceed.
   *
   * @param share 0 to 1
   * @throws IllegalStateException where there is no sample
   */
  double quantile(double share) {
    if (size == 0) {
      throw new IllegalStateException("no samples");
    }
    return sorted[(int) Math.round(share * (size - 1))];
  }

  /** Oldest first. */
  double[] inOrder() {
    double[] samples = new double[size];
    for (int i = 0; i < size; i++) {
      samples[i] = ring[(oldest + i) % ring.length];
    }
    return samples;
  }

  private void insertSorted(double sample) {
    int found = Arrays.binarySearch(sorted, 0, size, sample);
    int at = found < 0 ? -found - 1 : found;
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    sorted[at] = sample;
    size++;
  }

  private void removeSorted(double sample) {
    int at = Arrays.binarySearch(sorted, 0, size, sample);
    System.arraycopy(sorted, at + 1, sorted, at, size - at - 1);
    size--;
  }
}
