package io.stillwake.local.triton;

import io.stillwake.proto.triton.ModelConfig;
import io.stillwake.proto.triton.ModelInstanceGroup;
import io.stillwake.proto.triton.ModelQueuePolicy;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * How the calls of one model wait: {@code dynamic_batching} with its default queue policy. The
 * policies per priority level are not read.
 *
 * @param instances calls that run at once
 * @param limit calls that may wait; 0: no limit
 * @param timeout how long a call may wait; zero: no limit
 * @param delay whether a call past its timeout goes behind all others instead of being refused
 * @param timeoutOverride whether a call may ask for a shorter timeout
 * @param priorityLevels 0: none; 1 is served first
 */
record QueuePolicy(
    int instances,
    int limit,
    Duration timeout,
    boolean delay,
    boolean timeoutOverride,
    long priorityLevels,
    long defaultPriority) {

  static QueuePolicy of(ModelConfig config) {
    int instances =
        config.getInstanceGroupList().stream().mapToInt(ModelInstanceGroup::getCount).sum();
    // Without dynamic_batching these are all zero, which is what Triton does then: no limit.
    ModelQueuePolicy policy = config.getDynamicBatching().getDefaultQueuePolicy();
    return new QueuePolicy(
        instances,
        policy.getMaxQueueSize(),
        Duration.of(policy.getDefaultTimeoutMicroseconds(), ChronoUnit.MICROS),
        policy.getTimeoutAction() == ModelQueuePolicy.TimeoutAction.DELAY,
        policy.getAllowTimeoutOverride(),
        config.getDynamicBatching().getPriorityLevels(),
        config.getDynamicBatching().getDefaultPriorityLevel());
  }

  /** The wait allowed to a call that asks for {@code wanted}; zero: unlimited. */
  Duration timeoutFor(Duration wanted) {
    boolean shorter = !wanted.isZero() && (timeout.isZero() || wanted.compareTo(timeout) < 0);
    return timeoutOverride && shorter ? wanted : timeout;
  }

  /** The level of a call that asks for {@code wanted}; 0 means that it did not ask. */
  long priorityFor(long wanted) {
    if (priorityLevels == 0) {
      return 0;
    }
    return wanted == 0 || wanted > priorityLevels ? defaultPriority : wanted;
  }
}
