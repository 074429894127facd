package io.stillwake.inference;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One call of a model.
 *
 * @param version the server's own version number; empty for the one its policy prefers
 * @param timeout how long the caller waits at most
 * @param requestId names the call in the server's logs; empty where nobody looks
 * @param traceparent W3C trace context to continue; empty where there is none
 * @param labels what else the call's log should tell, by name, as for whom it is; no model sees
 *     them
 */
public record ModelRequest(
    String model,
    String version,
    List<Tensor> inputs,
    Duration timeout,
    String requestId,
    String traceparent,
    Map<String, String> labels) {

  public ModelRequest {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(timeout, "timeout");
    Objects.requireNonNull(requestId, "requestId");
    Objects.requireNonNull(traceparent, "traceparent");
    inputs = List.copyOf(inputs);
    labels = Map.copyOf(labels);
  }

  /** The same call, given up sooner or later. */
  public ModelRequest within(Duration limit) {
    return new ModelRequest(model, version, inputs, limit, requestId, traceparent, labels);
  }
}
