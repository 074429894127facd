package io.stillwake.local.triton;

import java.util.EnumMap;
import java.util.Map;

/**
 * What one version of a model has done since it was loaded. ModelStatistics and the metrics both
 * read it, so they cannot disagree.
 */
final class ModelCounters {

  /** The values of the label {@code reason} of nv_inference_request_failure. */
  enum FailureReason {
    REJECTED,
    CANCELED,
    BACKEND,
    OTHER;

    static FailureReason of(TritonException failure) {
      return switch (failure.code()) {
        case UNAVAILABLE -> REJECTED;
        case CANCELLED -> CANCELED;
        case INTERNAL -> BACKEND;
        case INVALID_ARGUMENT, NOT_FOUND, UNIMPLEMENTED -> OTHER;
      };
    }
  }

  /** How often, and how long altogether. */
  record Total(long count, long nanos) {

    static final Total ZERO = new Total(0, 0);

    Total plus(long duration) {
      return new Total(count + 1, nanos + duration);
    }
  }

  /**
   * All counters at one moment.
   *
   * @param inferences counts each element of a batch
   * @param lastInferenceMillis since the epoch; 0: none yet
   */
  record Snapshot(
      long inferences,
      long executions,
      long lastInferenceMillis,
      Total success,
      Total queue,
      Total computeInput,
      Total computeInfer,
      Total computeOutput,
      Map<FailureReason, Total> failures) {

    Total failed() {
      return failures.values().stream()
          .reduce(Total.ZERO, (a, b) -> new Total(a.count() + b.count(), a.nanos() + b.nanos()));
    }
  }

  private long inferences;
  private long executions;
  private long lastInferenceMillis;
  private Total success = Total.ZERO;
  private Total queue = Total.ZERO;
  private Total computeInput = Total.ZERO;
  private Total computeInfer = Total.ZERO;
  private Total computeOutput = Total.ZERO;
  private final Map<FailureReason, Total> failures = new EnumMap<>(FailureReason.class);

  ModelCounters() {
    for (FailureReason reason : FailureReason.values()) {
      failures.put(reason, Total.ZERO);
    }
  }

  synchronized void succeeded(int batchSize, Phases phases) {
    inferences += batchSize;
    executions++;
    lastInferenceMillis = System.currentTimeMillis();
    success = success.plus(phases.request());
    queue = queue.plus(phases.queue());
    computeInput = computeInput.plus(phases.computeInput());
    computeInfer = computeInfer.plus(phases.computeInfer());
    computeOutput = computeOutput.plus(phases.computeOutput());
  }

  synchronized void failed(FailureReason reason, long nanos) {
    failures.computeIfPresent(reason, (same, total) -> total.plus(nanos));
  }

  synchronized Snapshot snapshot() {
    return new Snapshot(
        inferences,
        executions,
        lastInferenceMillis,
        success,
        queue,
        computeInput,
        computeInfer,
        computeOutput,
        Map.copyOf(failures));
  }
}
