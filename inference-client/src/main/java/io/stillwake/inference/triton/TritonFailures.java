package io.stillwake.inference.triton;

import io.grpc.Status;
import io.stillwake.inference.InferenceFailure;
import io.stillwake.inference.InferenceFailure.Kind;
import java.util.List;

/**
 * Sorts Triton's errors. The status code alone does not tell enough: UNAVAILABLE is a full queue or
 * a dead process, NOT_FOUND a wrong name or a server on its way down, INTERNAL a raised error or a
 * backend that will never answer again. Messages as measured on Triton 2.51.
 */
final class TritonFailures {

  private static final List<String> TURNED_AWAY =
      List.of(
          "exceeds maximum queue size",
          "request timeout expired",
          "server is stopping",
          "server exiting");

  private static final String OUT_OF_MEMORY = "out of memory";

  private TritonFailures() {}

  static InferenceFailure sort(String model, Status status, Throwable cause) {
    String text = status.getDescription() == null ? "no message" : status.getDescription();
    return new InferenceFailure(
        kind(status.getCode(), text.toLowerCase(java.util.Locale.ROOT)),
        status.getCode().name(),
        "model '%s': %s: %s".formatted(model, status.getCode(), text),
        cause);
  }

  private static Kind kind(Status.Code code, String text) {
    return switch (code) {
      case UNAVAILABLE ->
          TURNED_AWAY.stream().anyMatch(text::contains)
              ? Kind.REJECTED
              // However a model calls it, it ran, and would need as much again.
              : text.contains(OUT_OF_MEMORY) ? Kind.FAILED : Kind.MAYBE_EXECUTED;
      // A model that is being unloaded, late in a shutdown: not a wrong name.
      case NOT_FOUND -> text.contains("has no available versions") ? Kind.REJECTED : Kind.PERMANENT;
      case INTERNAL, UNKNOWN -> text.contains("is not healthy") ? Kind.SERVER_SICK : Kind.FAILED;
      case DEADLINE_EXCEEDED -> Kind.DEADLINE;
      case CANCELLED -> Kind.CANCELED;
      case RESOURCE_EXHAUSTED,
          INVALID_ARGUMENT,
          UNIMPLEMENTED,
          ALREADY_EXISTS,
          OUT_OF_RANGE,
          FAILED_PRECONDITION,
          PERMISSION_DENIED,
          UNAUTHENTICATED,
          DATA_LOSS,
          ABORTED,
          OK ->
          Kind.PERMANENT;
    };
  }
}
