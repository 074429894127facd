package io.stillwake.local.triton;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * A call that has passed the checks against its model's configuration.
 *
 * @param id as the caller gave it; may be empty
 * @param outputs the names it asked for, in the model's order
 * @param batchSize 1 for a model without a batch dimension
 * @param priority 0: not given
 * @param timeout the wait it allows; zero: not given
 */
record InferenceRequest(
    String id,
    List<TensorData> inputs,
    Set<String> outputs,
    int batchSize,
    long priority,
    Duration timeout) {

  /** How Triton begins the message about a call. */
  String label() {
    return label(id);
  }

  static String label(String id) {
    return "[request id: " + (id.isEmpty() ? "<id_unknown>" : id) + "] ";
  }
}
