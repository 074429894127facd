package io.stillwake.local.triton;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** The status of a failure on the wire. */
final class GrpcStatus {

  private GrpcStatus() {}

  static StatusRuntimeException of(TritonException failure) {
    return code(failure.code()).withDescription(failure.getMessage()).asRuntimeException();
  }

  private static Status code(TritonException.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
      case NOT_FOUND -> Status.NOT_FOUND;
      case UNAVAILABLE -> Status.UNAVAILABLE;
      case CANCELLED -> Status.CANCELLED;
      case UNIMPLEMENTED -> Status.UNIMPLEMENTED;
      case INTERNAL -> Status.INTERNAL;
    };
  }
}
