package io.stillwake.inference.triton;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.InferenceFailure.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The messages are those that Triton 2.51 was seen to send. */
class TritonFailuresTest {

  private record Row(Status.Code code, String message, Kind kind, boolean retryable) {}

  private static final List<Row> TABLE =
      List.of(
          new Row(Status.Code.UNAVAILABLE, "Exceeds maximum queue size", Kind.REJECTED, true),
          new Row(Status.Code.UNAVAILABLE, "Request timeout expired", Kind.REJECTED, true),
          new Row(
              Status.Code.UNAVAILABLE,
              "Server is stopping, scheduler for model has stopped accepting new inference requests",
              Kind.REJECTED,
              true),
          new Row(Status.Code.UNAVAILABLE, "Server exiting", Kind.REJECTED, true),
          new Row(Status.Code.UNAVAILABLE, "Socket closed", Kind.MAYBE_EXECUTED, true),
          new Row(Status.Code.UNAVAILABLE, "io exception", Kind.MAYBE_EXECUTED, true),
          new Row(
              Status.Code.NOT_FOUND,
              "Request for unknown model: 'm' has no available versions",
              Kind.REJECTED,
              true),
          new Row(
              Status.Code.NOT_FOUND,
              "Request for unknown model: 'm' is not found",
              Kind.PERMANENT,
              false),
          new Row(
              Status.Code.INVALID_ARGUMENT,
              "unexpected shape for input 'picture'",
              Kind.PERMANENT,
              false),
          new Row(Status.Code.INTERNAL, "CUDA out of memory", Kind.FAILED, true),
          new Row(Status.Code.UNAVAILABLE, "decode: Out of memory", Kind.FAILED, true),
          new Row(
              Status.Code.INTERNAL,
              "Failed to process the request(s) for model instance 'm_0', message: Stub process"
                  + " 'm_0_0' is not healthy.",
              Kind.SERVER_SICK,
              true),
          new Row(Status.Code.DEADLINE_EXCEEDED, "Deadline exceeded", Kind.DEADLINE, true),
          new Row(Status.Code.CANCELLED, "the render was cancelled", Kind.CANCELED, false),
          new Row(
              Status.Code.UNIMPLEMENTED,
              "ModelInfer RPC doesn't support models with decoupled transaction policy",
              Kind.PERMANENT,
              false),
          new Row(
              Status.Code.RESOURCE_EXHAUSTED,
              "gRPC message exceeds maximum size 4194304",
              Kind.PERMANENT,
              false));

  @TestFactory
  Stream<DynamicTest> sortsByStatusAndMessage() {
    return TABLE.stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.code() + " " + row.message(),
                    () -> {
                      InferenceFailure failure =
                          TritonFailures.sort(
                              "m", row.code().toStatus().withDescription(row.message()), null);

                      assertThat(failure.kind()).isEqualTo(row.kind());
                      assertThat(failure.retryable()).isEqualTo(row.retryable());
                      assertThat(failure).hasMessageContainingAll("'m'", row.message());
                    }));
  }
}
