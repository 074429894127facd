package io.stillwake.inference;

import java.util.List;

/**
 * A server of models, one port for all of them. It retries nothing: whoever calls knows whether a
 * second call is worth its price, and {@link InferenceFailure} tells what may be tried again.
 */
public interface ModelServer extends AutoCloseable {

  /**
   * Runs a model once and waits for it.
   *
   * @param cancellation stops the call, on the server too, when it is cancelled
   * @return the model's outputs, checked against their own types and shapes
   * @throws InterruptedException where the waiting thread was interrupted; the call is stopped
   */
  List<Tensor> infer(ModelRequest request, Cancellation cancellation)
      throws InferenceFailure, InterruptedException;

  /** Whether the server says it can serve the model now. Believe a failed call more than this. */
  boolean ready(String model) throws InferenceFailure, InterruptedException;

  /** The model's configuration. */
  ModelDescription describe(String model) throws InferenceFailure, InterruptedException;

  @Override
  void close();
}
