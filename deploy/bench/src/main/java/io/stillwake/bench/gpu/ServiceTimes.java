package io.stillwake.bench.gpu;

import java.util.Random;

/**
 * How long a call takes that does not say so itself: lognormal, drawn from the seed, the model and
 * the id of the work. So the same work takes the same time on every GPU, at every attempt and
 * whoever dispatches it.
 *
 * @param meanMillis the mean of the distribution
 * @param sigma of the logarithm; 0: every call takes the mean
 */
record ServiceTimes(double meanMillis, double sigma, long seed) {

  ServiceTimes {
    if (!(meanMillis >= 0 && Double.isFinite(meanMillis))) {
      throw new IllegalArgumentException(
          "mean-ms: %s (expected: 0 or more milliseconds)".formatted(meanMillis));
    }
    if (!(sigma >= 0 && Double.isFinite(sigma))) {
      throw new IllegalArgumentException("sigma: %s (expected: 0 or more)".formatted(sigma));
    }
  }

  long nanos(String model, String work) {
    long drawnFrom = mix(mix(seed ^ mix(model.hashCode())) ^ work.hashCode());
    double normal = new Random(drawnFrom).nextGaussian();
    return (long) (meanMillis * 1e6 * Math.exp(sigma * normal - sigma * sigma / 2));
  }

  /** The finalizer of SplitMix64: near seeds give unlike draws. */
  private static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
