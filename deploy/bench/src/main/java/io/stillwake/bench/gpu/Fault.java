package io.stillwake.bench.gpu;

/**
 * What is done to one call.
 *
 * @param factor by which SLOW stretches the service time; 1 for others
 * @param at the share of its service time after which a call fails that is cut short; 1 for others
 */
record Fault(FaultKind kind, double factor, double at) {

  /** How long the call holds its slot, in nanoseconds. */
  long nanos(long serviceNanos) {
    return (long) (serviceNanos * factor * at);
  }
}
