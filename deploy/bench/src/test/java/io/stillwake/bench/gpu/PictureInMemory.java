package io.stillwake.bench.gpu;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc;
import io.stillwake.proto.triton.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import io.stillwake.proto.triton.InferParameter;
import io.stillwake.proto.triton.ModelInferRequest;
import io.stillwake.proto.triton.SystemSharedMemoryRegisterRequest;
import io.stillwake.proto.triton.SystemSharedMemoryUnregisterRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A picture of 64x48 that a server reads from shared memory and not from the call. */
final class PictureInMemory implements AutoCloseable {

  static final String REGION = "the picture";
  private static final int BYTES = 64 * 48 * 3;

  private final GRPCInferenceServiceBlockingStub server;
  private final Path file;

  PictureInMemory(Channel channel) {
    server = GRPCInferenceServiceGrpc.newBlockingStub(channel);
    try {
      file = Files.createTempFile(Path.of("/dev/shm"), "stillwake-test-", "");
      Files.write(file, new byte[BYTES]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the server to open it. */
  Status register() {
    return register("/" + file.getFileName());
  }

  /** Asks it to open what is not there. */
  Status registerAbsent() {
    return register("/stillwake-absent");
  }

  private Status register(String key) {
    try {
      server.systemSharedMemoryRegister(
          SystemSharedMemoryRegisterRequest.newBuilder()
              .setName(REGION)
              .setKey(key)
              .setByteSize(BYTES)
              .build());
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  /** The request with its first input, the picture, from a region. */
  static ModelInferRequest in(ModelInferRequest request, String region, long offset) {
    ModelInferRequest.Builder shared = request.toBuilder().clearRawInputContents();
    shared
        .getInputsBuilder(0)
        .putParameters(
            "shared_memory_region", InferParameter.newBuilder().setStringParam(region).build())
        .putParameters("shared_memory_offset", number(offset))
        .putParameters("shared_memory_byte_size", number(BYTES));
    return shared
        .addAllRawInputContents(
            request.getRawInputContentsList().subList(1, request.getRawInputContentsCount()))
        .build();
  }

  private static InferParameter number(long value) {
    return InferParameter.newBuilder().setInt64Param(value).build();
  }

  @Override
  public void close() {
    server.systemSharedMemoryUnregister(
        SystemSharedMemoryUnregisterRequest.newBuilder().setName(REGION).build());
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
