package io.stillwake.bench.gpu;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.stillwake.proto.triton.ModelInferResponse;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * One inference: what was asked, and where it is. Its slots' lock guards what changes.
 *
 * @see Slots
 */
final class GpuCall {

  /**
   * What was asked.
   *
   * @param arrived microseconds since the epoch
   * @param output what the model makes of it
   */
  record Asked(
      RequestId id, String tenant, String render, long arrived, long serviceNanos, Output output) {

    String model() {
      return output.model().model();
    }
  }

  private final Asked asked;
  private final StreamObserver<ModelInferResponse> client;

  // While it runs.
  int slot;
  long number;
  long start;
  Optional<Fault> fault = Optional.empty();
  Future<?> timer;
  boolean canceled;

  GpuCall(Asked asked, StreamObserver<ModelInferResponse> client) {
    this.asked = asked;
    this.client = client;
  }

  Asked asked() {
    return asked;
  }

  boolean isStruckBy(FaultKind kind) {
    return fault.map(Fault::kind).filter(kind::equals).isPresent();
  }

  /** How the call ends when its time on the slot is over and the client still waits. */
  Outcome outcome() {
    return fault.map(Fault::kind).filter(FaultKind::cutsShort).isPresent()
        ? Outcome.FAILED
        : Outcome.OK;
  }

  /** What the client gets then. */
  void answer() {
    if (fault.isEmpty()) {
      send(asked.output);
      return;
    }
    switch (fault.get().kind()) {
      case SLOW, IGNORE_CANCEL -> send(asked.output);
      case NAN -> send(asked.output.notNumbers());
      case WRONG_SHAPE -> send(asked.output.wrongShape());
      case TRUNCATED -> send(asked.output.truncated());
      case INTERNAL ->
          fail(
              Status.INTERNAL,
              "Failed to process the request(s) for model '%s_0', message: Stub process '%s_0' is"
                  + " not healthy.");
      case OUT_OF_MEMORY ->
          fail(
              Status.INTERNAL,
              "Failed to process the request(s) for model '%s_0', message: CUDA out of memory.");
      case UNAVAILABLE -> fail(Status.UNAVAILABLE, "Socket closed");
      case HANG, DIE ->
          throw new IllegalStateException(fault.get() + " (expected: one that is answered)");
    }
  }

  private void send(Output output) {
    client.onNext(output.response(asked.id.text()));
    client.onCompleted();
  }

  private void fail(Status status, String text) {
    end(status.withDescription(text.replace("%s", asked.model())).asRuntimeException());
  }

  /** Ends it for a client that has not been answered. */
  void end(StatusRuntimeException failure) {
    client.onError(failure);
  }
}
