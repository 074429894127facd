package io.stillwake.bench.gpu;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** A request that is not served: the status and Triton's text for it. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Status status;

  Refusal(Status status, String text) {
    super(text);
    this.status = status.withDescription(text);
  }

  static Refusal invalid(String text) {
    return new Refusal(Status.INVALID_ARGUMENT, text);
  }

  StatusRuntimeException onTheWire() {
    return status.asRuntimeException();
  }
}
